package dev.sightline.event;

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
        @Nullable List<String> stop) {
    /** Nothing chosen: every default holds. */
    public static final GenerationParameters DEFAULTS =
            new GenerationParameters(null, null, null, null, null, null, null, null, null, null);

    public GenerationParameters {
        stop = stop == null ? null : List.copyOf(stop);
    }

    /** Only the number of new tokens chosen. */
    public static GenerationParameters ofMaxNewTokens(@Nullable Integer maxNewTokens) {
        return new GenerationParameters(maxNewTokens, null, null, null, null, null, null, null, null, null);
    }

    /** The same with random numbers that can be drawn again. */
    public GenerationParameters withSeed(long chosen) {
        return new GenerationParameters(
                maxNewTokens, temperature, topK, topP, minP, repetitionPenalty, noRepeatNgram, beams, chosen, stop);
    }
}
