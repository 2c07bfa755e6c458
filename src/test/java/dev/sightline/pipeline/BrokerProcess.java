package dev.sightline.pipeline;

import static org.awaitility.Awaitility.await;

import dev.sightline.broker.Ports;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/** A cluster such as others run it: one broker in a process of its own, replication and min.isr 1, else Kafka's defaults. */
public final class BrokerProcess implements AutoCloseable {
    private static final String SERVING = "the broker serves";
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final ChildProcess process;
    private final String bootstrapServers;

    private BrokerProcess(ChildProcess process, String bootstrapServers) {
        this.process = process;
        this.bootstrapServers = bootstrapServers;
    }

    public static BrokerProcess start(Path folder) {
        var port = Ports.any();
        var properties = Map.of("broker.folder", folder.resolve("kafka").toString(), "broker.port", "" + port);
        var process = ChildProcess.start(BrokerProcess.class, folder.resolve("broker.log"), properties);
        await().atMost(PATIENCE).until(() -> process.printed(SERVING) || !process.isAlive());
        return new BrokerProcess(process, "127.0.0.1:" + port);
    }

    public String bootstrapServers() {
        return bootstrapServers;
    }

    @Override
    public void close() {
        process.close();
    }

    /** Within the process. */
    @SuppressWarnings("SystemOut") // the parent process reads it
    public static void main(String... args) throws Exception {
        var folder = System.getProperty("broker.folder");
        var controller = "127.0.0.1:" + Ports.any();
        var config = new Properties();
        config.setProperty("process.roles", "broker,controller");
        config.setProperty("node.id", "1");
        config.setProperty("controller.quorum.voters", "1@" + controller);
        config.setProperty("controller.listener.names", "CONTROLLER");
        config.setProperty(
                "listeners",
                "PLAINTEXT://127.0.0.1:" + System.getProperty("broker.port") + ",CONTROLLER://" + controller);
        config.setProperty("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        config.setProperty("log.dirs", folder);
        config.setProperty("offsets.topic.replication.factor", "1");
        config.setProperty("transaction.state.log.replication.factor", "1");
        config.setProperty("transaction.state.log.min.isr", "1");
        new Formatter()
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                .setNodeId(1)
                .setClusterId(Uuid.randomUuid().toString())
                .addDirectory(folder)
                .setMetadataLogDirectory(folder)
                .setControllerListenerName("CONTROLLER")
                .run();
        var server = new KafkaRaftServer(new KafkaConfig(config), Time.SYSTEM);
        server.startup();
        System.out.println(SERVING);
        server.awaitShutdown();
    }
}
