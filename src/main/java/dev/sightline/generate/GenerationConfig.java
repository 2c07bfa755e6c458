package dev.sightline.generate;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How the next token is chosen and when to stop; names and meaning as in Hugging Face's {@code generation_config.json}.
 *
 * @param maxNewTokens      most tokens to generate
 * @param temperature       0 is greedy; otherwise logits are divided by it and a token is drawn
 * @param topK              draw among the k likeliest; 0 is all
 * @param topP              draw among the likeliest of this total probability; 1 is all
 * @param minP              drop tokens less likely than this share of the likeliest; 0 is none
 * @param repetitionPenalty above 1 makes tokens of the prompt and the text so far less likely
 * @param noRepeatNgram     no run of this many tokens comes twice; 0 is off
 * @param beams             width of beam search; 1 is none
 * @param lengthPenalty     beams are compared by their log-probability over length to this power
 * @param seed              of the random numbers of sampling
 * @param stop              texts that end the generation and are cut from it
 * @param eosTokenIds       end tokens in place of the model's, or null for the model's
 * @param topLogprobs       how many of the likeliest tokens to report a step; 0 is none
 */
public record GenerationConfig(
        int maxNewTokens,
        double temperature,
        int topK,
        double topP,
        double minP,
        double repetitionPenalty,
        int noRepeatNgram,
        int beams,
        double lengthPenalty,
        long seed,
        List<String> stop,
        @Nullable Set<Integer> eosTokenIds,
        int topLogprobs) {
    public GenerationConfig {
        require(maxNewTokens >= 1, "maxNewTokens must be 1 or more", maxNewTokens);
        require(temperature >= 0, "temperature must not be negative", temperature);
        require(topK >= 0, "topK must not be negative", topK);
        require(topP > 0 && topP <= 1, "topP must be above 0 and at most 1", topP);
        require(minP >= 0 && minP <= 1, "minP must be between 0 and 1", minP);
        require(repetitionPenalty > 0, "repetitionPenalty must be above 0", repetitionPenalty);
        require(noRepeatNgram >= 0, "noRepeatNgram must not be negative", noRepeatNgram);
        require(beams >= 1 && beams <= 16, "beams must be between 1 and 16", beams);
        require(beams == 1 || temperature == 0, "beams do not go with a temperature", temperature);
        require(topLogprobs >= 0 && topLogprobs <= 20, "topLogprobs must be between 0 and 20", topLogprobs);
        require(stop.stream().noneMatch(String::isEmpty), "a stop text must not be empty", stop);
        stop = List.copyOf(stop);
        eosTokenIds = eosTokenIds == null ? null : Set.copyOf(eosTokenIds);
    }

    /** The likeliest token at each step. */
    public static GenerationConfig greedy(int maxNewTokens) {
        return builder().maxNewTokens(maxNewTokens).build();
    }

    /** Starts from greedy choice of at most 32 tokens. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder that starts from this one. */
    public Builder toBuilder() {
        return builder()
                .maxNewTokens(maxNewTokens)
                .temperature(temperature)
                .topK(topK)
                .topP(topP)
                .minP(minP)
                .repetitionPenalty(repetitionPenalty)
                .noRepeatNgram(noRepeatNgram)
                .beams(beams)
                .lengthPenalty(lengthPenalty)
                .seed(seed)
                .stop(stop)
                .eosTokenIds(eosTokenIds)
                .topLogprobs(topLogprobs);
    }

    private static void require(boolean holds, String rule, Object value) {
        if (!holds) {
            throw new IllegalArgumentException(rule + ", not " + value);
        }
    }

    /** Collects the choices; what is not chosen keeps the greedy default. */
    public static final class Builder {
        private int maxNewTokens = 32;
        private double temperature;
        private int topK;
        private double topP = 1;
        private double minP;
        private double repetitionPenalty = 1;
        private int noRepeatNgram;
        private int beams = 1;
        private double lengthPenalty = 1;
        private long seed;
        private List<String> stop = List.of();
        private @Nullable Set<Integer> eosTokenIds;
        private int topLogprobs;

        private Builder() {}

        public Builder maxNewTokens(int value) {
            maxNewTokens = value;
            return this;
        }

        public Builder temperature(double value) {
            temperature = value;
            return this;
        }

        public Builder topK(int value) {
            topK = value;
            return this;
        }

        public Builder topP(double value) {
            topP = value;
            return this;
        }

        public Builder minP(double value) {
            minP = value;
            return this;
        }

        public Builder repetitionPenalty(double value) {
            repetitionPenalty = value;
            return this;
        }

        public Builder noRepeatNgram(int value) {
            noRepeatNgram = value;
            return this;
        }

        public Builder beams(int value) {
            beams = value;
            return this;
        }

        public Builder lengthPenalty(double value) {
            lengthPenalty = value;
            return this;
        }

        public Builder seed(long value) {
            seed = value;
            return this;
        }

        public Builder stop(List<String> value) {
            stop = value;
            return this;
        }

        public Builder eosTokenIds(@Nullable Set<Integer> value) {
            eosTokenIds = value;
            return this;
        }

        public Builder topLogprobs(int value) {
            topLogprobs = value;
            return this;
        }

        /**
         * The finished configuration.
         *
         * @throws IllegalArgumentException if a value is out of its range
         */
        public GenerationConfig build() {
            return new GenerationConfig(
                    maxNewTokens,
                    temperature,
                    topK,
                    topP,
                    minP,
                    repetitionPenalty,
                    noRepeatNgram,
                    beams,
                    lengthPenalty,
                    seed,
                    stop,
                    eosTokenIds,
                    topLogprobs);
        }
    }
}
