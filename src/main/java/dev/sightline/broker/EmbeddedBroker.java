package dev.sightline.broker;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.jboss.logging.Logger;

/**
 * Apache Kafka within this process: one node that is controller and broker, listening on 127.0.0.1 alone. What it holds
 * lies below its folder and survives SIGTERM and kill -9; a folder is used by one process at a time.
 */
public final class EmbeddedBroker implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(EmbeddedBroker.class);
    /** Kafka's usual port, taken where it is free. */
    static final int PREFERRED_PORT = 9092;

    private static final int MAX_ATTEMPTS = 3;

    private final FileChannel lock;
    private final KafkaRaftServer server;
    private final String bootstrapServers;

    private EmbeddedBroker(FileChannel lock, KafkaRaftServer server, String bootstrapServers) {
        this.lock = lock;
        this.server = server;
        this.bootstrapServers = bootstrapServers;
    }

    /**
     * Starts the broker and returns when it serves.
     *
     * @throws ClusterUnavailableException where another process uses the folder, or it cannot be written
     */
    public static EmbeddedBroker start(Path folder) {
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
        var lock = lock(folder);
        try {
            format(folder);
            for (var attempt = 1; attempt < MAX_ATTEMPTS; attempt++) {
                try {
                    return new EmbeddedBroker(lock, serving(folder, port), "127.0.0.1:" + port);
                } catch (ClusterUnavailableException e) {
                    if (!taken(e)) {
                        throw e;
                    }
                }
                LOG.infof("port %d has been taken meanwhile: the embedded broker takes another", port);
                port = Ports.any();
            }
            return new EmbeddedBroker(lock, serving(folder, port), "127.0.0.1:" + port);
        } catch (ClusterUnavailableException e) {
            unlock(lock);
            throw e;
        }
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
    public String bootstrapServers() {
        return bootstrapServers;
    }

    /** Stops it cleanly; its clients must have gone before. */
    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
        unlock(lock);
    }

    private static void unlock(FileChannel lock) {
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static FileChannel lock(Path folder) {
        try {
            Files.createDirectories(folder);
            var channel =
                    FileChannel.open(folder.resolve("in-use"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            try {
                if (channel.tryLock() != null) {
                    return channel;
                }
            } catch (OverlappingFileLockException e) {
                LOG.debugf("%s is locked by this process", folder);
            }
            channel.close();
            throw new ClusterUnavailableException(
                    "another process runs a pipeline on " + folder + ": stop it, or choose another folder by --data");
        } catch (IOException e) {
            throw new ClusterUnavailableException("cannot write below " + folder + ": " + e.getMessage(), e);
        }
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
