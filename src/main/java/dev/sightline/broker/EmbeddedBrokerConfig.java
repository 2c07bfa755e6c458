package dev.sightline.broker;

import java.nio.file.Path;
import java.util.Properties;

/** Kafka's settings for one node on one machine: everything replicated once, quick to notice who came and went. */
final class EmbeddedBrokerConfig {
    static final int NODE_ID = 1;
    static final String CONTROLLER = "CONTROLLER";

    private EmbeddedBrokerConfig() {}

    static Properties of(Path folder, int port, int controllerPort) {
        var config = new Properties();
        config.setProperty("process.roles", "broker,controller");
        config.setProperty("node.id", Integer.toString(NODE_ID));
        config.setProperty("controller.quorum.voters", NODE_ID + "@127.0.0.1:" + controllerPort);
        config.setProperty("controller.listener.names", CONTROLLER);
        config.setProperty(
                "listeners", "PLAINTEXT://127.0.0.1:" + port + "," + CONTROLLER + "://127.0.0.1:" + controllerPort);
        config.setProperty("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port);
        config.setProperty("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT," + CONTROLLER + ":PLAINTEXT");
        config.setProperty("log.dirs", folder.toString());
        config.setProperty("auto.create.topics.enable", "false");

        for (var topic : new String[] {"offsets.topic", "transaction.state.log", "share.coordinator.state.topic"}) {
            config.setProperty(topic + ".replication.factor", "1");
        }
        config.setProperty("transaction.state.log.min.isr", "1");
        config.setProperty("share.coordinator.state.topic.min.isr", "1");
        config.setProperty("offsets.topic.num.partitions", "4");
        config.setProperty("transaction.state.log.num.partitions", "4");

        // small: the cleaner's and the indexes' defaults are sized for a server of its own
        config.setProperty("log.cleaner.dedupe.buffer.size", "8388608");
        config.setProperty("log.index.size.max.bytes", "1048576");

        // quick: a process that was killed a moment ago is its own successor
        config.setProperty("group.initial.rebalance.delay.ms", "0");
        config.setProperty("group.min.session.timeout.ms", "1000");
        // not too quick: on a machine whose processors are all taken 2 s made the broker lose its own session
        config.setProperty("broker.session.timeout.ms", "5000");
        config.setProperty("broker.heartbeat.interval.ms", "500");
        return config;
    }
}
