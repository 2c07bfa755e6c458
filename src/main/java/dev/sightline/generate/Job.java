package dev.sightline.generate;

import dev.sightline.failure.CaptionException;
import dev.sightline.failure.CaptionFailure;
import dev.sightline.failure.FailureCode;
import dev.sightline.model.Breakdown;
import dev.sightline.model.Logits;
import dev.sightline.model.text.Tokenizer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A request on its way through the engine: its prompt, how its rows grow, and whom to tell. */
final class Job {
    private final GenerationRequest request;
    private final PromptState prompt;
    private final Decoding decoding;
    private final CompletableFuture<Generation> result = new CompletableFuture<>();
    private final long submitted = System.nanoTime();
    private long admitted;
    private long first;

    Job(
            GenerationRequest request,
            PromptState prompt,
            StoppingCriteria stopping,
            Tokenizer tokenizer,
            TextStream stream) {
        GenerationConfig config = request.config();
        this.request = request;
        this.prompt = prompt;
        this.decoding = config.search().beams() > 1
                ? new BeamDecoding(prompt, config, stopping, tokenizer, stream)
                : new IndependentDecoding(IntStream.range(0, config.n())
                        .mapToObj(number -> new GrowingText(
                                prompt, config, number, stopping, tokenizer, number == 0 ? stream : TextStream.NONE))
                        .toList());
    }

    /** What the caller waits for. */
    CompletableFuture<Generation> result() {
        return result;
    }

    /** Whether there is a text, a failure, or nobody who waits. */
    boolean done() {
        return result.isDone();
    }

    /** Who goes first. */
    Priority priority() {
        return request.priority();
    }

    /** What it reads. */
    PromptState prompt() {
        return prompt;
    }

    /** How many rows it needs. */
    int width() {
        return decoding.width();
    }

    /** Most tokens a row can come to hold. */
    int mostTokens() {
        return prompt.length() + request.config().maxNewTokens();
    }

    /** When it was submitted, by {@link System#nanoTime()}. */
    long submitted() {
        return submitted;
    }

    /** It has slots from now on. */
    void admit() {
        admitted = System.nanoTime();
    }

    /** Whether nobody wants it any more; one past its deadline fails here. */
    boolean abandoned(Instant now) {
        Instant deadline = request.deadline();
        if (deadline != null && now.isAfter(deadline)) {
            fail(
                    FailureCode.DEADLINE_EXCEEDED.because(
                            "The deadline " + deadline + " passed before the text was complete"),
                    null);
        }
        return done();
    }

    /**
     * Chooses what comes next; completes the result if nothing does.
     *
     * @param logits of the last run
     * @param places this job's rows in that run
     */
    Decoding.Step next(Logits logits, int[] places, List<Row> rows) {
        if (first == 0) {
            first = System.nanoTime();
        }
        Decoding.Step step;
        try {
            step = decoding.next(logits, places, rows);
        } catch (RuntimeException e) { // a listener's, too, and none of the other texts' business
            fail("The next token could not be chosen or told", e);
            return new Decoding.Done(List.of());
        }
        if (step instanceof Decoding.Done done) {
            result.complete(generation(done));
        }
        return step;
    }

    private Generation generation(Decoding.Done done) {
        long now = System.nanoTime();
        Generation.Timings timings = new Generation.Timings(
                Duration.ofNanos(admitted - submitted),
                Duration.ofNanos(first - admitted),
                Duration.ofNanos(now - first));
        List<Generation> all = done.texts().stream()
                .map(text -> generation(text, timings, List.of()))
                .toList();
        return generation(done.texts().get(0), timings, all.subList(1, all.size()));
    }

    private Generation generation(Decoding.Text text, Generation.Timings timings, List<Generation> others) {
        int tokens = text.ids().size();
        return new Generation(
                text.text(),
                text.ids(),
                text.reason(),
                new Generation.Usage(prompt.imageTokens(), prompt.length(), tokens),
                text.logprobSum() / tokens,
                text.logprobs(),
                timings,
                others);
    }

    /** Tells the caller that the engine failed, at what, and why. */
    void fail(String what, Throwable error) {
        fail(Breakdown.of(what, error), error);
    }

    /** Tells the caller why there is no text. */
    void fail(CaptionFailure failure, @Nullable Throwable cause) {
        result.completeExceptionally(new CaptionException(failure, cause));
    }
}
