package dev.sightline.broker;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The Kafka cluster of a run, its topics in place: an embedded broker where no address is given, else the cluster at that
 * address. Opened before the service starts and closed after it has stopped.
 */
public final class Cluster implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Cluster.class);
    private static final Duration EXIT_PATIENCE = Duration.ofSeconds(25);

    private final Path data;
    private final FolderLock lock;
    private final String bootstrapServers;
    private final @Nullable EmbeddedBroker broker;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread exit = new Thread(this::awaitClose, "sightline-cluster-exit");

    private Cluster(Path data, FolderLock lock, String bootstrapServers, @Nullable EmbeddedBroker broker) {
        this.data = data;
        this.lock = lock;
        this.bootstrapServers = bootstrapServers;
        this.broker = broker;
        Runtime.getRuntime().addShutdownHook(exit);
    }

    /**
     * Opens the cluster, sets up its topics and makes its address known below the data folder.
     *
     * @param data             the run's folder, of one process at a time; an embedded broker keeps its data in
     *                         {@code broker} below it
     * @param bootstrapServers an existing cluster, or null for an embedded broker
     * @param topics           what must be there
     * @throws ClusterUnavailableException with what to do about it
     */
    public static Cluster open(Path data, @Nullable String bootstrapServers, Collection<NewTopic> topics) {
        var cluster = started(data, bootstrapServers);
        var servers = cluster.bootstrapServers();
        try {
            TopicSetup.ensure(client(servers), topics);
            new Endpoints(servers, null, null, ProcessHandle.current().pid()).write(data);
            return cluster;
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    private static Cluster started(Path data, @Nullable String bootstrapServers) {
        var lock = FolderLock.take(data);
        try {
            return bootstrapServers == null || bootstrapServers.isBlank()
                    ? embedded(data, lock)
                    : new Cluster(data, lock, bootstrapServers, null);
        } catch (ClusterUnavailableException e) {
            lock.close();
            throw e;
        }
    }

    private static Cluster embedded(Path data, FolderLock lock) {
        var broker = EmbeddedBroker.start(data.resolve("broker"));
        return new Cluster(data, lock, broker.bootstrapServers(), broker);
    }

    // what the environment says of a cluster's security is meant for every client: KAFKA_SASL_MECHANISM is
    // sasl.mechanism
    private static Map<String, Object> client(String servers) {
        var settings = new HashMap<String, Object>();
        for (var name : AdminClientConfig.configNames()) {
            var value = System.getenv("KAFKA_" + name.toUpperCase(Locale.ROOT).replace('.', '_'));
            if (value != null) {
                settings.put(name, value);
            }
        }
        settings.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, servers);
        return settings;
    }

    /** Where clients connect. */
    public String bootstrapServers() {
        return bootstrapServers;
    }

    /** Whether the broker lives in this process. */
    public boolean embedded() {
        return broker != null;
    }

    /** What the service must know of it, as system properties to set before it starts. */
    public Map<String, String> properties() {
        var properties = new LinkedHashMap<String, String>();
        properties.put("kafka.bootstrap.servers", bootstrapServers);
        properties.put("sightline.data", data.toAbsolutePath().toString());
        if (embedded()) {
            properties.put("quarkus.profile", "prod,embedded"); // short timeouts: see application.properties
        }
        return properties;
    }

    @Override
    public void close() {
        Endpoints.delete(data);
        if (broker != null) {
            broker.close();
        }
        lock.close();
        closed.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(exit);
        } catch (IllegalStateException e) {
            LOG.debug("closed while the process ends");
        }
    }

    // on SIGTERM the process stays until the service has stopped and the broker after it: a broker that is cut off
    // makes the next start wait until its registration has expired
    private void awaitClose() {
        try {
            if (!closed.await(EXIT_PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                LOG.warn("the service did not stop in time: the broker is cut off");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
