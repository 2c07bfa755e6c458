package dev.sightline.generate;

import java.util.concurrent.CompletableFuture;

/** Conversations in, texts out; many at once. */
public interface TextGenerator {
    /**
     * Queues a request.
     *
     * <p>The future fails with {@link dev.sightline.failure.CaptionException}: {@code task_unsupported} (the
     * model's chat template refuses the conversation), {@code prompt_too_long} (prompt and answer exceed the context or the
     * cache), {@code deadline_exceeded}, {@code engine_failed}. Cancelling it frees the slot at
     * the engine's next iteration.
     *
     * @param stream hears each piece of text as soon as it is certain, on the engine's thread
     * @throws EngineBusyException if the queue is full: an answer, not a wait
     */
    CompletableFuture<Generation> submit(GenerationRequest request, TextStream stream);

    /** Queues a request whose text is wanted at its end only; as {@link #submit(GenerationRequest, TextStream)}. */
    default CompletableFuture<Generation> submit(GenerationRequest request) {
        return submit(request, TextStream.NONE);
    }
}
