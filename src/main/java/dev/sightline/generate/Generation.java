package dev.sightline.generate;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * A finished text.
 *
 * @param text         without special tokens
 * @param tokenIds     the generated ids, the end token included where it came
 * @param finishReason why it ended
 * @param usage        token counts
 * @param meanLogprob  mean log-probability of the generated tokens under the model's raw logits
 * @param logprobs     a step's likeliest tokens where asked for, else empty
 * @param timings      where its time went
 * @param others       further texts of the same request, where it asked for several
 */
public record Generation(
        String text,
        List<Integer> tokenIds,
        FinishReason finishReason,
        Usage usage,
        double meanLogprob,
        List<TokenLogprob> logprobs,
        Timings timings,
        List<Generation> others) {
    public Generation {
        requireNonNull(text);
        tokenIds = List.copyOf(tokenIds);
        requireNonNull(finishReason);
        requireNonNull(usage);
        logprobs = List.copyOf(logprobs);
        requireNonNull(timings);
        others = List.copyOf(others);
    }

    /** This text and the others of its request, this one first. */
    public List<Generation> all() {
        return Stream.concat(Stream.of(this), others.stream()).toList();
    }

    /**
     * What was read and written.
     *
     * @param imageTokens      of the prompt, those that are pictures
     * @param promptTokens     the whole prompt, pictures included
     * @param completionTokens generated
     */
    public record Usage(int imageTokens, int promptTokens, int completionTokens) {}

    /**
     * Wall-clock times of this request.
     *
     * @param queued  from submission to a slot
     * @param prefill reading the prompt, until the first token
     * @param decode  from the first token to the last
     */
    public record Timings(Duration queued, Duration prefill, Duration decode) {}

    /**
     * One generated token and its rivals.
     *
     * @param tokenId the token chosen
     * @param token   its text
     * @param logprob its log-probability
     * @param top     the likeliest tokens of this step, likeliest first, each without rivals of its own
     */
    public record TokenLogprob(int tokenId, String token, double logprob, List<TokenLogprob> top) {
        public TokenLogprob {
            top = List.copyOf(top);
        }
    }
}
