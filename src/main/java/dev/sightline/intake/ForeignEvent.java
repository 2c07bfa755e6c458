package dev.sightline.intake;

import static dev.sightline.intake.Notification.text;
import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.sightline.event.CloudEvent;
import dev.sightline.event.ImageDeleted;
import dev.sightline.event.ImageSubmitted;
import dev.sightline.event.Json;
import dev.sightline.failure.FailureCode;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * CloudEvents of any type that carry an image's address where such events usually do: in {@code data} itself, in its
 * {@code uri}, {@code url} or a field like them, in its {@code image}, in the attribute {@code dataref} or the subject.
 */
final class ForeignEvent {
    private static final List<String> PLACES = List.of(
            "",
            "/uri",
            "/url",
            "/image/uri",
            "/image/url",
            "/image",
            "/imageUri",
            "/imageUrl",
            "/image_uri",
            "/image_url",
            "/contentUrl",
            "/href");
    private static final Pattern REMOVAL = Pattern.compile("delet|remov", Pattern.CASE_INSENSITIVE);
    private static final Pattern SEQUENCER = Pattern.compile("[0-9A-Fa-f]{1,64}");

    private ForeignEvent() {}

    static Notification read(CloudEvent event, Instant recordTime) throws JsonProcessingException {
        if (event.type().equals(ImageDeleted.TYPE)) {
            return new Notification.Ours(data(event, ImageDeleted.class).imageId(), event);
        }
        if (event.type().equals(ImageSubmitted.TYPE)) {
            var submitted = data(event, ImageSubmitted.class);
            return new Notification.Ours(submitted.derivedImageId().orElse(event.id()), event);
        }
        var uri = uri(event).orElseThrow(() -> FailureCode.EVENT_MALFORMED
                .because("the event carries no image address: put it into data.uri")
                .toException());
        return new Notification.Uploads(List.of(upload(event, uri, recordTime)), null);
    }

    private static Upload upload(CloudEvent event, String uri, Instant recordTime) {
        var sequencer = Stream.of(
                        text(event.data(), "/sequencer"), event.extensions().get("sequence"))
                .filter(Objects::nonNull)
                .filter(text -> SEQUENCER.matcher(text).matches())
                .findFirst()
                .orElse(null);
        var contentType = text(event.data(), "/contentType");
        return new Upload(
                uri,
                REMOVAL.matcher(event.type()).find(),
                event.type(),
                contentType == null ? text(event.data(), "/mediaType") : contentType,
                null,
                new Version(requireNonNullElse(event.time(), recordTime), sequencer, event.source() + " " + event.id()),
                event.source(),
                event.id());
    }

    private static Optional<String> uri(CloudEvent event) {
        return Stream.concat(
                        PLACES.stream().map(place -> text(event.data(), place)),
                        Stream.of(event.extensions().get("dataref"), event.subject()))
                .filter(Objects::nonNull)
                .filter(ImageAddress::isOne)
                .findFirst();
    }

    private static <T> T data(CloudEvent event, Class<T> type) throws JsonProcessingException {
        JsonNode data = event.data();
        if (!data.isObject()) {
            throw new IllegalArgumentException("the event's data is no JSON object");
        }
        return Json.mapper().treeToValue(data, type);
    }
}
