package dev.sightline.event;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a text is generated; what is absent takes the task's, then the model's default.
 *
 * @param maxNewTokens      most tokens to generate
 * @param temperature       0 or absent is greedy
 * @param topK              sample among the k likeliest tokens
 * @param topP              sample among the likeliest tokens of this total probability
 * @param minP              drop tokens less likely than this share of the likeliest
 * @param repetitionPenalty above 1 makes tokens that were already there less likely
 * @param noRepeatNgram     no run of this many tokens comes twice
 * @param beams             width of beam search; 1 is none
 * @param seed              makes sampling repeatable
 * @param stop              texts that end the generation
 * @param n                 how many texts: draws of their own, or the best of a beam search
 * @param logprobs          how many of the likeliest tokens to report a step
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record GenerationParameters(
        @Nullable Integer maxNewTokens,
        @Nullable Double temperature,
        @Nullable Integer topK,
        @Nullable Double topP,
        @Nullable Double minP,
        @Nullable Double repetitionPenalty,
        @Nullable Integer noRepeatNgram,
        @Nullable Integer beams,
        @Nullable Long seed,
        @Nullable List<String> stop,
        @Nullable Integer n,
        @Nullable Integer logprobs) {
    /** Nothing chosen: every default holds. */
    public static final GenerationParameters DEFAULTS =
            new GenerationParameters(null, null, null, null, null, null, null, null, null, null, null, null);

    public GenerationParameters {
        if (stop != null) {
            stop.forEach(text -> requireNonNull(text, "parameters.stop[] is null"));
            stop = List.copyOf(stop);
        }
    }

    /** Only the number of new tokens chosen. */
    public static GenerationParameters ofMaxNewTokens(@Nullable Integer maxNewTokens) {
        return DEFAULTS.withMaxNewTokens(maxNewTokens);
    }

    /** The same with so many tokens at most. */
    public GenerationParameters withMaxNewTokens(@Nullable Integer most) {
        return new GenerationParameters(
                most, temperature, topK, topP, minP, repetitionPenalty, noRepeatNgram, beams, seed, stop, n, logprobs);
    }

    /** The same with random numbers that can be drawn again. */
    public GenerationParameters withSeed(long chosen) {
        return new GenerationParameters(
                maxNewTokens,
                temperature,
                topK,
                topP,
                minP,
                repetitionPenalty,
                noRepeatNgram,
                beams,
                chosen,
                stop,
                n,
                logprobs);
    }
}
