package dev.sightline.pipeline;

import static dev.sightline.event.TaskType.CAPTION;
import static dev.sightline.pipeline.KafkaRig.header;
import static dev.sightline.pipeline.KafkaRig.keyed;
import static dev.sightline.pipeline.KafkaRig.keyedLike;
import static dev.sightline.pipeline.KafkaRig.request;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sightline.broker.Cluster;
import dev.sightline.event.TopicSettings;
import dev.sightline.event.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

class EngineCrashTest {
    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;

    @Test
    void anImageThatKillsTheProcessEndsAfterTwoDeathsAndAllOthersAreDone() throws Exception {
        // given
        try (var cluster = Cluster.open(folder, null, Topics.required(TopicSettings.load()));
                var kafka = new KafkaRig(cluster.bootstrapServers())) {
            IntStream.range(0, 40)
                    .forEach(i -> kafka.send(request(Topics.REQUESTS, "ok" + i, "test:/ok.jpg?ms=20", CAPTION)));
            kafka.send(request(Topics.REQUESTS, "deadly", "test:/deadly.jpg?halt", CAPTION));
            IntStream.range(40, 80)
                    .forEach(i -> kafka.send(request(Topics.REQUESTS, "ok" + i, "test:/ok.jpg?ms=20", CAPTION)));

            // when
            var deaths = 0;
            try (var worker = WorkerProcess.start(
                    folder.resolve("worker"),
                    cluster.bootstrapServers(),
                    Map.of("sightline.pipeline.consumers", "2"))) {
                while (deaths < 2) {
                    await().atMost(Duration.ofMinutes(5)).until(() -> !worker.isAlive());
                    deaths++;
                    worker.restart();
                }

                // then
                var letter = kafka.await(1, keyed("deadly")).get(0);
                assertThat(header(letter, "sightline-failure-code")).isEqualTo("engine_crashed");
                assertThat(kafka.await(80, keyedLike("ok")))
                        .extracting(ConsumerRecord::topic)
                        .containsOnly(Topics.CAPTIONS);
                assertThat(worker.isAlive()).isTrue();
            }
            assertThat(kafka.all().stream().map(record -> new String(record.key(), UTF_8)))
                    .as("each exactly once")
                    .doesNotHaveDuplicates()
                    .hasSize(81);
        }
    }
}
