package dev.sightline.bench;

import dev.sightline.broker.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Starts the launcher's {@code up} with the role {@code caption} alone, as a process of its own on a given cluster.
 *
 * @param launcher    the script at the root
 * @param environment what the workers are told beside their cluster
 */
record WorkerLauncher(Path launcher, Map<String, String> environment) {
    // a dead worker is noticed after 6 s rather than Kafka's 45, so that a run ends in minutes
    private static final String JAVA_OPTS = "-Dmp.messaging.incoming.live.session.timeout.ms=6000"
            + " -Dmp.messaging.incoming.live.heartbeat.interval.ms=2000"
            + " -Dmp.messaging.incoming.bulk.session.timeout.ms=6000"
            + " -Dmp.messaging.incoming.bulk.heartbeat.interval.ms=2000";

    WorkerLauncher {
        environment = Map.copyOf(environment);
    }

    Process start(String bootstrapServers, Path data) throws IOException {
        Files.createDirectories(data);
        var builder = new ProcessBuilder(List.of(
                launcher.toString(),
                "up",
                "--roles",
                "caption",
                "--data",
                data.toString(),
                "--port",
                Integer.toString(Ports.any()),
                "--management-port",
                Integer.toString(Ports.any())));
        var told = new HashMap<>(environment);
        told.put("KAFKA_BOOTSTRAP_SERVERS", bootstrapServers);
        told.put("SIGHTLINE_JAVA_OPTS", JAVA_OPTS);
        builder.environment().putAll(told);
        builder.redirectErrorStream(true);
        builder.redirectOutput(
                ProcessBuilder.Redirect.appendTo(data.resolve("log").toFile()));
        return builder.start();
    }
}
