package dev.sightline.pipeline;

import dev.sightline.caption.TaskOutcome;
import dev.sightline.event.Lane;
import dev.sightline.failure.CaptionFailure;
import dev.sightline.failure.FailureCode;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;

/**
 * The first half of a batch: every record becomes an {@link Outcome}, all of them at once, and nothing is published.
 * Requests during which the process once died come first, each with nothing beside it in the whole process.
 */
final class BatchInference {
    private final RequestWork work;
    private final FinishedWork finished;
    private final WorkJournal journal;
    private final OutcomeRecords records;
    private final DeletionHook deletions;
    private final ReadWriteLock company = new ReentrantReadWriteLock(true);

    BatchInference(
            RequestWork work,
            FinishedWork finished,
            WorkJournal journal,
            OutcomeRecords records,
            DeletionHook deletions) {
        this.work = work;
        this.finished = finished;
        this.journal = journal;
        this.records = records;
        this.deletions = deletions;
    }

    private record Read(ConsumerRecord<byte[], byte[]> record, Reading reading) {}

    /** The outcomes in the order of the records; returns when all are there. */
    List<Outcome> infer(ConsumerRecords<byte[], byte[]> batch, Lane lane, String copy) {
        var reads = StreamSupport.stream(batch.spliterator(), false)
                .map(record -> new Read(record, RequestReader.read(record, lane)))
                .toList();
        reads.stream().filter(this::isSuspect).forEach(read -> runAlone(read, copy));
        return runTogether(reads, lane, copy);
    }

    /** What these outcomes were worked out of will not come again. */
    void committed(String copy, List<Outcome> outcomes) {
        var asked = outcomes.stream()
                .map(Outcome::asked)
                .filter(request -> request != null)
                .toList();
        finished.committed(asked.stream().map(Reading.Asked::work).toList());
        journal.committed(
                copy, asked.stream().map(one -> one.request().requestId()).toList());
    }

    private boolean isSuspect(Read read) {
        return read.reading() instanceof Reading.Asked asked
                && journal.suspects(asked.request().requestId());
    }

    // its outcomes are kept, so that it is not run again among the others
    private void runAlone(Read read, String copy) {
        var asked = (Reading.Asked) read.reading();
        company.writeLock().lock();
        try {
            journal.beginAlone(copy, asked.request().requestId());
            finished.begunBefore(asked.work());
            perform(asked).join();
            journal.endAlone(copy);
        } finally {
            company.writeLock().unlock();
        }
    }

    private List<Outcome> runTogether(List<Read> reads, Lane lane, String copy) {
        company.readLock().lock();
        try {
            journal.begin(copy, reads.stream().flatMap(this::toBegin).toList());
            var running = reads.stream().map(read -> run(read, lane)).toList();
            return running.stream().map(CompletableFuture::join).toList();
        } finally {
            company.readLock().unlock();
        }
    }

    private Stream<String> toBegin(Read read) {
        return read.reading() instanceof Reading.Asked asked
                        && !journal.condemns(asked.request().requestId())
                ? Stream.of(asked.request().requestId())
                : Stream.of();
    }

    private CompletableFuture<Outcome> run(Read read, Lane lane) {
        var record = read.record();
        if (read.reading() instanceof Reading.Asked asked) {
            return perform(asked).thenApply(outcomes -> records.of(record, asked, outcomes));
        }
        if (read.reading() instanceof Reading.Deleted deleted) {
            return deletions
                    .delete(deleted.imageId(), deleted.deletedAt())
                    .handle((done, failure) -> failure == null
                            ? records.deleted(record, deleted.imageId())
                            : records.of(record, lane, undeleted(failure), "delete"));
        }
        var refused = (Reading.Refused) read.reading();
        return CompletableFuture.completedFuture(records.of(record, lane, refused.failure(), "request"));
    }

    private CompletableFuture<List<TaskOutcome>> perform(Reading.Asked asked) {
        return journal.condemns(asked.request().requestId())
                ? CompletableFuture.completedFuture(crashed(asked))
                : finished.once(asked.work(), () -> work.perform(asked.request()));
    }

    private static List<TaskOutcome> crashed(Reading.Asked asked) {
        var why = FailureCode.ENGINE_CRASHED.because(
                "the process died twice while this image was in work, the second time with it alone");
        return asked.request().tasks().stream()
                .<TaskOutcome>map(task -> new TaskOutcome.Failed(String.valueOf(task.taskId()), why, "generate"))
                .toList();
    }

    private static CaptionFailure undeleted(Throwable failure) {
        return FailureCode.FETCH_UNAVAILABLE.because("the image store did not delete: " + failure);
    }
}
