package dev.sightline.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNullElse;

import dev.sightline.event.CloudEventRecords;
import dev.sightline.event.ImageId;
import dev.sightline.event.Lane;
import dev.sightline.event.RecordSize;
import dev.sightline.event.Topics;
import dev.sightline.failure.FailureCode;
import java.time.Instant;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;

/** Reads each foreign record and keeps what a rule speaks of, keyed by image; a refused one keeps its key and headers. */
final class ReadUploads extends ContextualProcessor<byte[], byte[], byte[], Arrival> {
    private final IntakeRules rules;

    ReadUploads(IntakeRules rules) {
        this.rules = rules;
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        var origin = context().recordMetadata().orElseThrow();
        var notification = NotificationReader.read(
                record.headers(),
                record.value(),
                Instant.ofEpochMilli(record.timestamp()),
                origin.topic() + "-" + origin.partition() + "@" + origin.offset());
        if (notification instanceof Notification.Uploads uploads) {
            uploads.uploads().forEach(upload -> select(record, upload));
            if (uploads.unread() != null) {
                context().forward(record.withValue(new Arrival.Refused(Bytes.wrap(record.value()), uploads.unread())));
            }
        } else if (notification instanceof Notification.Ours ours) {
            pass(record, ours);
        } else if (notification instanceof Notification.Refused refused) {
            context().forward(record.withValue(new Arrival.Refused(refused.value(), refused.failure())));
        }
    }

    private void pass(Record<byte[], byte[]> record, Notification.Ours ours) {
        var request = CloudEventRecords.write(Topics.REQUESTS, ours.imageId(), ours.event());
        if (RecordSize.exceedsItsTopic(request)) {
            var tooLarge = FailureCode.PUBLISH_FAILED.because("too large for a request: images come by address");
            context().forward(record.withValue(new Arrival.Refused(Bytes.wrap(record.value()), tooLarge)));
        } else {
            context().forward(record.withKey(request.key()).withValue(new Arrival.Ours(ours.event())));
        }
    }

    private void select(Record<byte[], byte[]> record, Upload upload) {
        rules.of(upload).ifPresent(rule -> context()
                .forward(record.withKey(ImageId.ofUri(upload.uri()).getBytes(UTF_8))
                        .withValue((Arrival)
                                new Arrival.Selected(upload, requireNonNullElse(rule.lane(), Lane.LIVE), rule.tasks()))
                        .withHeaders(new RecordHeaders())));
    }
}
