package dev.sightline.pipeline;

import dev.sightline.event.Lane;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;

/** The first half of a batch: every record becomes an {@link Outcome}, all of them at once, and nothing is published. */
final class BatchInference {
    private final RequestWork work;
    private final OutcomeRecords records;
    private final DeletionHook deletions;

    BatchInference(RequestWork work, OutcomeRecords records, DeletionHook deletions) {
        this.work = work;
        this.records = records;
        this.deletions = deletions;
    }

    /** The outcomes in the order of the records. */
    CompletableFuture<List<Outcome>> infer(ConsumerRecords<byte[], byte[]> batch, Lane lane) {
        var running = StreamSupport.stream(batch.spliterator(), false)
                .map(record -> infer(record, lane))
                .toList();
        return CompletableFuture.allOf(running.toArray(CompletableFuture[]::new))
                .thenApply(all -> running.stream().map(CompletableFuture::join).toList());
    }

    private CompletableFuture<Outcome> infer(ConsumerRecord<byte[], byte[]> record, Lane lane) {
        var reading = RequestReader.read(record, lane);
        if (reading instanceof Reading.Asked asked) {
            return work.perform(asked.request()).thenApply(outcomes -> records.of(record, asked, outcomes));
        }
        if (reading instanceof Reading.Refused refused) {
            return CompletableFuture.completedFuture(records.of(record, refused.failure()));
        }
        var deleted = (Reading.Deleted) reading;
        return deletions
                .delete(deleted.imageId(), deleted.deletedAt())
                .thenApply(done -> new Outcome(record, List.of(), List.of()));
    }
}
