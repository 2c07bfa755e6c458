package dev.sightline.generate;

import static dev.sightline.generate.InvalidParameterException.check;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How the next token is chosen and when to stop; meaning as in Hugging Face's {@code generation_config.json}.
 *
 * @param maxNewTokens most tokens to generate
 * @param sampling     greedy, or by chance
 * @param penalties    what makes tokens less likely
 * @param search       over how many beams
 * @param stop         texts that end the generation and are cut from it
 * @param eosTokenIds  end tokens in place of the model's, or null for the model's
 * @param n            how many texts: draws of their own, or the best of a beam search
 * @param logprobs     how many of the likeliest tokens to report a step; 0 is none
 */
public record GenerationConfig(
        int maxNewTokens,
        Sampling sampling,
        Penalties penalties,
        BeamSearch search,
        List<String> stop,
        @Nullable Set<Integer> eosTokenIds,
        int n,
        int logprobs) {
    /** Most texts of one request. */
    public static final int MOST_TEXTS = 16;

    private static final int MOST_LOGPROBS = 20;

    public GenerationConfig {
        int beams = search.beams();
        check(maxNewTokens >= 1, "maxNewTokens", "must be 1 or more", maxNewTokens);
        check(stop.stream().noneMatch(String::isEmpty), "stop", "must hold no empty text", stop);
        check(n >= 1 && n <= MOST_TEXTS, "n", "must be between 1 and " + MOST_TEXTS, n);
        check(
                logprobs >= 0 && logprobs <= MOST_LOGPROBS,
                "logprobs",
                "must be between 0 and " + MOST_LOGPROBS,
                logprobs);
        check(beams == 1 || sampling.greedy(), "beams", "must be 1 where there is a temperature", beams);
        check(beams == 1 || logprobs == 0, "logprobs", "must be 0 where there are beams", logprobs);
        check(beams == 1 || stop.isEmpty(), "stop", "must be empty where there are beams", stop);
        check(beams == 1 || n <= beams, "n", "must be at most the number of beams, " + beams, n);
        check(
                n == 1 || beams > 1 || !sampling.greedy(),
                "n",
                "must be 1 without a temperature or beams, which alone give texts that differ",
                n);
        stop = List.copyOf(stop);
        eosTokenIds = eosTokenIds == null ? null : Set.copyOf(eosTokenIds);
    }

    /** The likeliest token at each step. */
    public static GenerationConfig greedy(int maxNewTokens) {
        return new GenerationConfig(
                maxNewTokens, Sampling.GREEDY, Penalties.NONE, BeamSearch.NONE, List.of(), null, 1, 0);
    }

    /** The same, drawn so. */
    public GenerationConfig with(Sampling other) {
        return new GenerationConfig(maxNewTokens, other, penalties, search, stop, eosTokenIds, n, logprobs);
    }

    /** The same with these penalties. */
    public GenerationConfig with(Penalties other) {
        return new GenerationConfig(maxNewTokens, sampling, other, search, stop, eosTokenIds, n, logprobs);
    }

    /** The same, searched so. */
    public GenerationConfig with(BeamSearch other) {
        return new GenerationConfig(maxNewTokens, sampling, penalties, other, stop, eosTokenIds, n, logprobs);
    }

    /** The same, ended by these texts. */
    public GenerationConfig withStop(List<String> texts) {
        return new GenerationConfig(maxNewTokens, sampling, penalties, search, texts, eosTokenIds, n, logprobs);
    }

    /** The same with end tokens in place of the model's. */
    public GenerationConfig withEosTokenIds(Set<Integer> ids) {
        return new GenerationConfig(maxNewTokens, sampling, penalties, search, stop, ids, n, logprobs);
    }

    /** The same for so many texts. */
    public GenerationConfig withN(int texts) {
        return new GenerationConfig(maxNewTokens, sampling, penalties, search, stop, eosTokenIds, texts, logprobs);
    }

    /** The same, reporting so many of the likeliest tokens a step. */
    public GenerationConfig withLogprobs(int tokens) {
        return new GenerationConfig(maxNewTokens, sampling, penalties, search, stop, eosTokenIds, n, tokens);
    }
}
