package dev.sightline.generate;

import static dev.sightline.generate.InvalidParameterException.check;

/**
 * How a token is drawn; names and order as in Hugging Face's logits warpers.
 *
 * @param temperature 0 takes the likeliest token; otherwise scores are divided by it and a token is drawn
 * @param topK        draw among the k likeliest; 0 is all
 * @param topP        draw among the likeliest of this total probability; 1 is all
 * @param minP        drop tokens less likely than this share of the likeliest; 0 is none
 * @param seed        of the random numbers
 */
public record Sampling(double temperature, int topK, double topP, double minP, long seed) {
    /** The likeliest token at each step. */
    public static final Sampling GREEDY = new Sampling(0, 0, 1, 0, 0);

    // between the seeds of one request's answers: odd, so that no two of 2^64 are the same
    private static final long ANSWER_STRIDE = 0xD1B54A32D192ED03L;

    public Sampling {
        check(temperature >= 0 && temperature <= 100, "temperature", "must be between 0 and 100", temperature);
        check(topK >= 0, "topK", "must be 0 (all tokens) or more", topK);
        check(topP > 0 && topP <= 1, "topP", "must be above 0 and at most 1", topP);
        check(minP >= 0 && minP <= 1, "minP", "must be between 0 and 1", minP);
    }

    /** Whether nothing is left to chance. */
    public boolean greedy() {
        return temperature == 0;
    }

    /** The same with other random numbers. */
    public Sampling withSeed(long newSeed) {
        return new Sampling(temperature, topK, topP, minP, newSeed);
    }

    /** The same for the request's answer of that number; the first has the request's own seed. */
    Sampling answer(int number) {
        return withSeed(seed + number * ANSWER_STRIDE);
    }
}
