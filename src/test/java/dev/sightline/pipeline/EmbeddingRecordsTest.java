package dev.sightline.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.caption.CaptionRequest;
import dev.sightline.caption.TaskOutcome;
import dev.sightline.event.CloudEventRecords;
import dev.sightline.event.ImageEmbedded;
import dev.sightline.event.Json;
import dev.sightline.event.Lane;
import dev.sightline.event.TaskType;
import dev.sightline.event.TextGenerated;
import dev.sightline.event.Topics;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EmbeddingRecordsTest {
    private final OutcomeRecords records = new OutcomeRecords(
            "/sightline/caption", new FakeCaptioner(), new RetryPolicy(List.of()), Clock.systemUTC());
    private final ConsumerRecord<byte[], byte[]> origin = request();
    private final Reading.Asked asked = (Reading.Asked) RequestReader.read(origin, Lane.LIVE);

    @Test
    void publishesOneEmbeddingWithTheTextsOfItsImage() throws IOException {
        // given
        var embedding = ImageEmbedded.of("cat", "00", new TextGenerated.Model("towers", "r"), new float[] {0, 1});

        // when
        var outcome = records.of(origin, asked, outcomes(asked.request(), embedding));

        // then
        assertThat(outcome.toSend())
                .extracting(record -> record.topic())
                .containsExactly(Topics.CAPTIONS, Topics.CAPTIONS, Topics.EMBEDDINGS);
        var sent = outcome.toSend().get(2);
        assertThat(sent.key()).isEqualTo("cat".getBytes(UTF_8));
        var event = CloudEventRecords.read(sent.headers(), sent.value());
        assertThat(event.type()).isEqualTo(ImageEmbedded.TYPE);
        assertThat(event.id()).isEqualTo(embedding.eventId());
        assertThat(event.subject()).isEqualTo("cat");
        assertThat(Json.mapper().treeToValue(event.data(), ImageEmbedded.class)).isEqualTo(embedding);
    }

    @Test
    void publishesNoneWhereThereAreNoTowers() {
        var outcome = records.of(origin, asked, outcomes(asked.request(), null));

        assertThat(outcome.toSend()).extracting(record -> record.topic()).containsOnly(Topics.CAPTIONS);
    }

    @Test
    void forgetsTheEmbeddingOfADeletedImage() {
        var outcome = records.deleted(origin, "cat");

        assertThat(outcome.toSend()).singleElement().satisfies(record -> {
            assertThat(record.topic()).isEqualTo(Topics.EMBEDDINGS);
            assertThat(record.key()).isEqualTo("cat".getBytes(UTF_8));
            assertThat(record.value()).isNull();
        });
    }

    private static List<TaskOutcome> outcomes(CaptionRequest request, @Nullable ImageEmbedded embedding) {
        return request.tasks().stream()
                .<TaskOutcome>map(task -> new TaskOutcome.Done(FakeCaptioner.text(request, task), embedding))
                .toList();
    }

    private static ConsumerRecord<byte[], byte[]> request() {
        return KafkaRig.received(KafkaRig.request(Topics.REQUESTS, "cat", "fake:cat", TaskType.CAPTION, TaskType.ALT));
    }
}
