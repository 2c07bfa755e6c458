package dev.sightline.broker;

import java.io.OutputStream;
import java.io.PrintStream;
import java.net.BindException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.jboss.logging.Logger;

/**
 * Apache Kafka within this process: one node that is controller and broker, listening on 127.0.0.1 alone. What it holds
 * lies below its folder, which is its own, and survives SIGTERM and kill -9.
 */
final class EmbeddedBroker implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(EmbeddedBroker.class);
    /** Kafka's usual port, taken where it is free. */
    static final int PREFERRED_PORT = 9092;

    private static final int MAX_ATTEMPTS = 3;

    private final KafkaRaftServer server;
    private final String bootstrapServers;

    private EmbeddedBroker(KafkaRaftServer server, String bootstrapServers) {
        this.server = server;
        this.bootstrapServers = bootstrapServers;
    }

    /**
     * Starts the broker and returns when it serves.
     *
     * @throws ClusterUnavailableException where the folder cannot be used
     */
    static EmbeddedBroker start(Path folder) {
        return start(folder, PREFERRED_PORT);
    }

    static EmbeddedBroker start(Path folder, int preferredPort) {
        var port = Ports.free(preferredPort);
        if (port != preferredPort) {
            LOG.infof("port %d is taken: the embedded broker listens on %d", preferredPort, port);
        }
        return listening(folder, port);
    }

    /** Starts it on this port, or on any free one where another process was faster to take it. */
    static EmbeddedBroker listening(Path folder, int port) {
        if (folder.toString().contains(",")) {
            throw new ClusterUnavailableException(
                    "Kafka takes no folder with a comma in its path: " + folder + ": choose another by --data");
        }
        format(folder);
        for (var attempt = 1; attempt < MAX_ATTEMPTS; attempt++) {
            try {
                return new EmbeddedBroker(serving(folder, port), "127.0.0.1:" + port);
            } catch (ClusterUnavailableException e) {
                if (!taken(e)) {
                    throw e;
                }
            }
            LOG.infof("port %d has been taken meanwhile: the embedded broker takes another", port);
            port = Ports.any();
        }
        return new EmbeddedBroker(serving(folder, port), "127.0.0.1:" + port);
    }

    private static KafkaRaftServer serving(Path folder, int port) {
        var server =
                new KafkaRaftServer(new KafkaConfig(EmbeddedBrokerConfig.of(folder, port, Ports.any())), Time.SYSTEM);
        try {
            server.startup();
            return server;
        } catch (Exception e) { // Kafka's server is Scala, which declares none
            server.shutdown();
            throw new ClusterUnavailableException("the embedded broker does not start: " + e.getMessage(), e);
        }
    }

    private static boolean taken(Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof BindException) {
                return true;
            }
        }
        return false;
    }

    /** Where clients connect. */
    String bootstrapServers() {
        return bootstrapServers;
    }

    /** Stops it cleanly; its clients must have gone before. */
    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }

    // meta.properties is the last file that formatting writes: where it is, the folder is whole
    private static void format(Path folder) {
        if (Files.exists(folder.resolve("meta.properties"))) {
            return;
        }
        try (var quiet = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
            new Formatter()
                    .setPrintStream(quiet)
                    .setNodeId(EmbeddedBrokerConfig.NODE_ID)
                    .setClusterId(Uuid.randomUuid().toString())
                    .addDirectory(folder.toString())
                    .setMetadataLogDirectory(folder.toString())
                    .setControllerListenerName(EmbeddedBrokerConfig.CONTROLLER)
                    .setIgnoreFormatted(true)
                    .run();
        } catch (Exception e) { // Formatter.run declares no narrower one
            throw new ClusterUnavailableException("cannot prepare " + folder + " for the broker: " + e.getMessage(), e);
        }
    }
}
