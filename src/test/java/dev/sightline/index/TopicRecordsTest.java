package dev.sightline.index;

import static dev.sightline.index.Entries.NOON;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sightline.event.ImageEmbedded;
import dev.sightline.event.TextGenerated;
import dev.sightline.event.Topics;
import dev.sightline.failure.CaptionException;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class TopicRecordsTest {
    @Test
    void readsWhatASearchShowsOfADocument() {
        // when
        var change = TopicRecords.read(TestRecords.document("an-image", "A dog", NOON));

        // then
        var entry = ((IndexChange.Documented) change).entry();
        assertThat(entry.imageId()).isEqualTo("an-image");
        assertThat(entry.uri()).isEqualTo("s3://photos/an-image");
        assertThat(entry.name()).isEqualTo("an-image.jpg");
        assertThat(entry.state()).isEqualTo("processed");
        assertThat(entry.updatedAt()).isEqualTo(NOON);
        assertThat(entry.texts())
                .containsExactly(
                        new ImageEntry.Text("caption", "en", null, "A dog", "sightline-small", "rev1"),
                        new ImageEntry.Text("answer", "en", "What is it?", "A dog", "sightline-small", "rev1"));
    }

    @Test
    void readsADeletionMarkAndWhatIsLeftAfterIt() {
        var mark = TopicRecords.read(TestRecords.deleted("an-image", NOON));
        var tombstone = TopicRecords.read(TestRecords.tombstone(Topics.DOCUMENTS, "an-image"));
        var unembedded = TopicRecords.read(TestRecords.tombstone(Topics.EMBEDDINGS, "an-image"));

        assertThat(mark).isEqualTo(new IndexChange.Undocumented("an-image"));
        assertThat(tombstone).isEqualTo(new IndexChange.Undocumented("an-image"));
        assertThat(unembedded).isEqualTo(new IndexChange.Unembedded("an-image"));
    }

    @Test
    void readsAnEmbedding() {
        var embedding = ImageEmbedded.of("an-image", "00", new TextGenerated.Model("t", "r"), new float[] {0, 1});

        assertThat(TopicRecords.read(TestRecords.embedding(embedding, NOON)))
                .isEqualTo(new IndexChange.Embedded(embedding));
    }

    @Test
    void refusesWhatSaysNothingReadable() {
        var nowhere = new ImageEmbedded("an-image", "00", new TextGenerated.Model("t", "r"), 2, "AAAAAA==");
        var another = TestRecords.document("another", "A dog", NOON);
        var renamed = TestRecords.copy(another, "an-image".getBytes(UTF_8), another.value());

        for (var record : List.of(
                TestRecords.copy(another, null, another.value()),
                TestRecords.copy(another, another.key(), "{".getBytes(UTF_8)),
                TestRecords.copy(another, another.key(), "null".getBytes(UTF_8)),
                TestRecords.copy(another, another.key(), "{\"imageId\":7}".getBytes(UTF_8)),
                TestRecords.embedding(nowhere, Instant.EPOCH),
                renamed,
                new ConsumerRecord<>(Topics.DOCUMENTS, 0, 0, another.key(), "no event".getBytes(UTF_8)))) {
            assertThatThrownBy(() -> TopicRecords.read(record))
                    .isInstanceOf(CaptionException.class)
                    .hasMessageStartingWith("event_malformed");
        }
    }
}
