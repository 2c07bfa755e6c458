package dev.sightline.broker;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
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
        var lock = lock(folder);
        var port = Ports.free(preferredPort);
        if (port != preferredPort) {
            LOG.infof("port %d is taken: the embedded broker listens on %d", preferredPort, port);
        }
        var config = new KafkaConfig(EmbeddedBrokerConfig.of(folder, port, Ports.any()));
        format(folder);
        var server = new KafkaRaftServer(config, Time.SYSTEM);
        server.startup();
        return new EmbeddedBroker(lock, server, "127.0.0.1:" + port);
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
