package dev.sightline.generate;

import dev.sightline.failure.CaptionException;
import dev.sightline.failure.CaptionFailure;
import dev.sightline.failure.FailureCode;
import dev.sightline.model.Logits;
import dev.sightline.model.Tokenizer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A request on its way through the engine: its row, what was chosen so far, and whom to tell. */
final class Job {
    private final GenerationRequest request;
    private final TextStream stream;
    private final Tokenizer tokenizer;
    private final StoppingCriteria stopping;
    private final Penalties penalties;
    private final Row row;
    private final CompletableFuture<Generation> result = new CompletableFuture<>();
    private final long submitted = System.nanoTime();
    private long admitted;
    private long first;
    private double logprobs;

    Job(
            GenerationRequest request,
            TextStream stream,
            Tokenizer tokenizer,
            StoppingCriteria stopping,
            PromptState prompt) {
        this.request = request;
        this.stream = stream;
        this.tokenizer = tokenizer;
        this.stopping = stopping;
        this.penalties = new Penalties(request.config());
        this.row = new Row(prompt);
    }

    /** What the caller waits for. */
    CompletableFuture<Generation> result() {
        return result;
    }

    /** Who goes first. */
    Priority priority() {
        return request.priority();
    }

    /** Its text. */
    Row row() {
        return row;
    }

    /** Most tokens it can come to need, prompt included. */
    int mostTokens() {
        return row.prompt().length() + stopping.maxNewTokens();
    }

    /** When it was submitted, {@link System#nanoTime()}. */
    long submitted() {
        return submitted;
    }

    /** It has a slot from now on. */
    void admit() {
        admitted = System.nanoTime();
    }

    /** Whether nobody wants it any more; one past its deadline fails here. */
    boolean abandoned(Instant now) {
        if (request.deadline() != null && now.isAfter(request.deadline())) {
            fail(
                    FailureCode.DEADLINE_EXCEEDED.because(
                            "The deadline " + request.deadline() + " passed during generation"),
                    null);
        }
        return result.isDone();
    }

    /**
     * Chooses the next token.
     *
     * @param logits  of the last run
     * @param index   this row's place in it
     * @param scratch V floats
     * @return the finished text, or null if it goes on
     */
    @Nullable
    Generation choose(Logits logits, int index, float[] scratch) {
        if (row.ids().size() == 0) {
            first = System.nanoTime();
        }
        int v = logits.vocabulary();
        logits.copyRow(index, scratch);
        double normaliser = LogProbabilities.logSumExp(scratch, v);
        int id;
        if (penalties.any()) {
            float[] raw = scratch.clone();
            penalties.apply(scratch, row.prompt(), row.ids());
            id = LogProbabilities.argmax(scratch, v);
            logprobs += raw[id] - normaliser;
        } else {
            id = LogProbabilities.argmax(scratch, v);
            logprobs += scratch[id] - normaliser;
        }
        row.append(id);
        FinishReason reason = stopping.reached(row.ids());
        return reason == null ? null : finished(reason);
    }

    private Generation finished(FinishReason reason) {
        long now = System.nanoTime();
        String text = tokenizer.decode(row.ids().toList());
        int generated = row.ids().size();
        stream.text(text);
        return new Generation(
                text,
                row.ids().toList(),
                reason,
                new Generation.Usage(row.prompt().imageTokens(), row.prompt().length(), generated),
                logprobs / generated,
                List.of(),
                new Generation.Timings(
                        Duration.ofNanos(admitted - submitted),
                        Duration.ofNanos(first - admitted),
                        Duration.ofNanos(now - first)));
    }

    /** Tells the caller why there is no text. */
    void fail(CaptionFailure failure, @Nullable Throwable cause) {
        result.completeExceptionally(new CaptionException(failure, cause));
    }
}
