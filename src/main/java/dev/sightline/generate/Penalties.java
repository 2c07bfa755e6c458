package dev.sightline.generate;

import static dev.sightline.generate.InvalidParameterException.check;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * What makes tokens less likely before one is chosen, as Hugging Face's logits processors do it.
 *
 * <p>All ids of the row count: prompt, image tokens and text so far.
 *
 * @param repetition    above 1 makes tokens of the prompt and the text so far less likely
 * @param noRepeatNgram no run of this many tokens comes twice; 0 is off
 */
public record Penalties(double repetition, int noRepeatNgram) {
    /** Every token as the model scores it. */
    public static final Penalties NONE = new Penalties(1, 0);

    public Penalties {
        check(
                repetition > 0 && Double.isFinite(repetition),
                "repetitionPenalty",
                "must be above 0 and finite",
                repetition);
        check(noRepeatNgram >= 0, "noRepeatNgram", "must be 0 (off) or more", noRepeatNgram);
    }

    /** The same with another repetition penalty. */
    public Penalties withRepetition(double penalty) {
        return new Penalties(penalty, noRepeatNgram);
    }

    /** Whether anything changes. */
    boolean any() {
        return repetition != 1 || noRepeatNgram > 0;
    }

    /**
     * Changes scores in place.
     *
     * @param ids prompt and text so far
     */
    void apply(float[] scores, int[] ids) {
        repeated(ids).forEach(id -> scores[id] = finite(lessened(scores[id])));
        forbidden(ids).forEach(id -> scores[id] = Float.NEGATIVE_INFINITY);
    }

    /** Changes log-probabilities in place. */
    void apply(double[] logprobs, int[] ids) {
        repeated(ids).forEach(id -> logprobs[id] = lessened(logprobs[id]));
        forbidden(ids).forEach(id -> logprobs[id] = Double.NEGATIVE_INFINITY);
    }

    private static float finite(double score) {
        return (float) Math.max(-Float.MAX_VALUE, Math.min(Float.MAX_VALUE, score));
    }

    private double lessened(double score) {
        return score < 0 ? score * repetition : score / repetition;
    }

    private IntStream repeated(int[] ids) {
        return repetition == 1 ? IntStream.empty() : Arrays.stream(ids).distinct();
    }

    /** The ids that would complete a run which is there already. */
    private IntStream forbidden(int[] ids) {
        int known = noRepeatNgram - 1; // of the run that the next id completes
        int end = ids.length - known;
        return noRepeatNgram == 0 || end < 0
                ? IntStream.empty()
                : IntStream.range(0, end)
                        .filter(begin -> Arrays.equals(ids, begin, begin + known, ids, end, ids.length))
                        .map(begin -> ids[begin + known]);
    }
}
