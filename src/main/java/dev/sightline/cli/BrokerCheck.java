package dev.sightline.cli;

import dev.sightline.broker.Endpoints;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** Whether there is a cluster to work on: that of a running pipeline, the one the environment names, or none yet. */
final class BrokerCheck {
    private static final long PATIENCE_SECONDS = 5;

    private BrokerCheck() {}

    static Finding broker(Path data, Map<String, String> environment) {
        try {
            var running = Endpoints.read(data).filter(Endpoints::alive);
            if (running.isPresent()) {
                return reach("the pipeline on " + data, running.get().bootstrapServers(), environment);
            }
        } catch (UncheckedIOException e) {
            return Finding.bad("broker", e.getMessage() + ": choose another folder by --data");
        }
        var named = environment.getOrDefault(KafkaClients.BOOTSTRAP_SERVERS, "");
        return named.isEmpty()
                ? Finding.good("broker", "none runs on " + data + ": \"sightline up\" starts one in its process")
                : reach(KafkaClients.BOOTSTRAP_SERVERS, named, environment);
    }

    private static Finding reach(String whose, String servers, Map<String, String> environment) {
        try (var admin = new KafkaClients(servers, environment).admin()) {
            var nodes = admin.describeCluster().nodes().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return Finding.good("broker", "%s, brokers at %s: %d".formatted(whose, servers, nodes.size()));
        } catch (ExecutionException | TimeoutException e) {
            return Finding.bad(
                    "broker",
                    whose + " names " + servers + ", which does not answer: start it, or correct the address");
        } catch (KafkaException e) {
            return Finding.bad("broker", "%s names %s: %s; correct it".formatted(whose, servers, rootMessage(e)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Finding.bad("broker", "interrupted");
        }
    }

    private static @Nullable String rootMessage(Throwable thrown) {
        return thrown.getCause() == null ? thrown.getMessage() : rootMessage(thrown.getCause());
    }
}
