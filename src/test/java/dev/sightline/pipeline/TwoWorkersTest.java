package dev.sightline.pipeline;

import static dev.sightline.event.TaskType.ANSWER;
import static dev.sightline.event.TaskType.CAPTION;
import static dev.sightline.pipeline.KafkaRig.header;
import static dev.sightline.pipeline.KafkaRig.keyedLike;
import static dev.sightline.pipeline.KafkaRig.request;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.broker.TopicSetup;
import dev.sightline.event.TopicSettings;
import dev.sightline.event.Topics;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

class TwoWorkersTest {
    private static final int KILLS = 5;
    private static final int REQUESTS = 1_200;
    // a worker's death is noticed after its session's timeout; Kafka's default of 45 s is only longer
    private static final Map<String, String> SETTINGS = Map.of(
            "mp.messaging.incoming.live.session.timeout.ms", "6000",
            "mp.messaging.incoming.live.heartbeat.interval.ms", "2000",
            "mp.messaging.incoming.bulk.session.timeout.ms", "6000",
            "mp.messaging.incoming.bulk.heartbeat.interval.ms", "2000",
            "sightline.topics.retry-delays", "PT0.2S,PT0.4S");

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;

    @Test
    void everyTaskEndsExactlyOnceThoughWorkersAreKilledInTheMiddleOfTheirBatches() {
        // given
        try (var broker = BrokerProcess.start(folder)) {
            var settings = TopicSettings.load(EmbeddedClusterResource.TOPICS);
            TopicSetup.ensure(Map.of("bootstrap.servers", broker.bootstrapServers()), Topics.required(settings));
            try (var kafka = new KafkaRig(broker.bootstrapServers());
                    var first = WorkerProcess.start(folder.resolve("first"), broker.bootstrapServers(), SETTINGS);
                    var second = WorkerProcess.start(folder.resolve("second"), broker.bootstrapServers(), SETTINGS)) {
                first.awaitReady();
                second.awaitReady();
                IntStream.range(0, REQUESTS).forEach(i -> kafka.send(numbered(i)));

                // when
                for (var kill = 1; kill <= KILLS; kill++) {
                    kafka.await(kill * REQUESTS / (KILLS + 2), keyedLike("w"));
                    var victim = kill % 2 == 0 ? second : first;
                    victim.kill();
                    victim.restart();
                }

                // then
                kafka.awaitAll(seen ->
                        seen.stream().flatMap(TwoWorkersTest::ended).distinct().count() == 2 * REQUESTS);
                assertThat(kafka.all().stream().flatMap(TwoWorkersTest::ended))
                        .containsExactlyInAnyOrderElementsOf(expected());
            }
        }
    }

    // every tenth image is missing, every twentieth has a source that fails for good
    private static ProducerRecord<byte[], byte[]> numbered(int i) {
        var how = i % 10 == 3 ? "&fail=image_not_found" : i % 20 == 7 ? "&fail=fetch_timeout" : "";
        var topic = i % 3 == 0 ? Topics.REQUESTS_BULK : Topics.REQUESTS;
        return request(topic, "w" + i, "test:/w.jpg?ms=40" + how, CAPTION, ANSWER);
    }

    private static List<String> expected() {
        var tasks = new ArrayList<String>();
        IntStream.range(0, REQUESTS).forEach(i -> tasks.addAll(List.of("w" + i + " caption", "w" + i + " answer")));
        return tasks;
    }

    private static Stream<String> ended(ConsumerRecord<byte[], byte[]> record) {
        var key = new String(record.key(), UTF_8);
        return record.topic().equals(Topics.DEAD_LETTERS)
                ? Stream.of(header(record, "sightline-task-ids").split(",")).map(task -> key + " " + task)
                : Stream.of(key + " " + KafkaRig.data(record).get("taskId").asText());
    }
}
