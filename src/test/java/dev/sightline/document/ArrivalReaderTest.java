package dev.sightline.document;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.event.CaptionEdited;
import dev.sightline.event.ImageSubmitted;
import dev.sightline.event.TaskRequest;
import dev.sightline.event.TaskType;
import dev.sightline.event.Topics;
import dev.sightline.failure.FailureCode;
import java.util.List;
import java.util.Random;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

class ArrivalReaderTest {
    private final ImageEvents chelsea = new ImageEvents("chelsea");

    @Test
    void anyBytesGiveAnArrival() {
        var random = new Random(7);
        var events = List.of(
                chelsea.submitted("r1", 10, TaskRequest.of(TaskType.CAPTION, null)),
                chelsea.captioned("r1", 10, "A cat"),
                chelsea.answered("r1", 10, "Is there a cat?", "yes"),
                chelsea.edited("e1", 10, CaptionEdited.Action.EDIT, "mine"),
                chelsea.deleted("d1", 10),
                chelsea.failed(
                        chelsea.submitted("r2", 10, TaskRequest.of(TaskType.ALT, null)), FailureCode.IMAGE_EMPTY));
        for (var i = 0; i < 3000; i++) {
            var event = events.get(random.nextInt(events.size()));
            var value = event.value().clone();
            for (var change = 0; change <= random.nextInt(3); change++) {
                value[random.nextInt(value.length)] = (byte) (random.nextBoolean() ? random.nextInt(256) : '"');
            }

            var arrival = ArrivalReader.read(event.topic(), event.headers(), value, ImageEvents.START);

            assertThat(arrival).isNotNull();
        }
    }

    @Test
    void refusesAResultWithoutWhatADocumentNeeds() {
        var caption = chelsea.captioned("r1", 10, "A cat");
        var value = new String(caption.value(), UTF_8)
                .replace("\"text\":\"A cat\",", "")
                .getBytes(UTF_8);

        var arrival = ArrivalReader.read(caption.topic(), caption.headers(), value, ImageEvents.START);

        assertThat(arrival).isInstanceOfSatisfying(Arrival.Refused.class, refused -> assertThat(
                        refused.failure().message())
                .contains("text is missing"));
    }

    @Test
    void leavesAMalformedRequestToCaptioning() {
        var arrival = ArrivalReader.read(
                Topics.REQUESTS, new ProducerRecord<>("t", new byte[0]).headers(), new byte[] {'?'}, ImageEvents.START);

        assertThat(arrival).isInstanceOf(Arrival.Ignored.class);
    }

    @Test
    void aShadowsRequestChangesNoDocument() {
        var shadow = new ImageSubmitted.Replay("replay-1", ImageEvents.at(100), true);
        var request = chelsea.submitted("r1", 10, shadow, TaskRequest.of(TaskType.CAPTION, null));

        var arrival = ArrivalReader.read(request.topic(), request.headers(), request.value(), ImageEvents.START);

        assertThat(arrival).isInstanceOf(Arrival.Ignored.class);
    }
}
