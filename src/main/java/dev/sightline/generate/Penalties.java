package dev.sightline.generate;

import java.util.HashSet;
import java.util.Set;

/**
 * What makes tokens less likely before one is chosen, as Hugging Face's logits processors do it.
 *
 * <p>All ids of the row count: prompt, image tokens and text so far.
 */
final class Penalties {
    private final double repetition;
    private final int ngram;

    Penalties(GenerationConfig config) {
        this.repetition = config.repetitionPenalty();
        this.ngram = config.noRepeatNgram();
    }

    /** Whether anything changes. */
    boolean any() {
        return repetition != 1 || ngram > 0;
    }

    /** Changes scores in place. */
    void apply(float[] scores, PromptState prompt, TokenIds ids) {
        repeated(prompt, ids).forEach(id -> scores[id] = (float) lessened(scores[id]));
        forbidden(prompt, ids).forEach(id -> scores[id] = Float.NEGATIVE_INFINITY);
    }

    /** Changes log-probabilities in place. */
    void apply(double[] logprobs, PromptState prompt, TokenIds ids) {
        repeated(prompt, ids).forEach(id -> logprobs[id] = lessened(logprobs[id]));
        forbidden(prompt, ids).forEach(id -> logprobs[id] = Double.NEGATIVE_INFINITY);
    }

    private double lessened(double score) {
        return score < 0 ? score * repetition : score / repetition;
    }

    private Set<Integer> repeated(PromptState prompt, TokenIds ids) {
        Set<Integer> seen = new HashSet<>();
        if (repetition != 1) {
            for (int i = 0; i < prompt.length() + ids.size(); i++) {
                seen.add(at(prompt, ids, i));
            }
        }
        return seen;
    }

    private Set<Integer> forbidden(PromptState prompt, TokenIds ids) {
        Set<Integer> next = new HashSet<>();
        int length = prompt.length() + ids.size();
        if (ngram > 0) {
            for (int i = 0; i + ngram <= length; i++) {
                if (same(prompt, ids, i, length - ngram + 1)) {
                    next.add(at(prompt, ids, i + ngram - 1));
                }
            }
        }
        return next;
    }

    private boolean same(PromptState prompt, TokenIds ids, int i, int end) {
        for (int k = 0; k < ngram - 1; k++) {
            if (at(prompt, ids, i + k) != at(prompt, ids, end + k)) {
                return false;
            }
        }
        return true;
    }

    private static int at(PromptState prompt, TokenIds ids, int index) {
        return index < prompt.length() ? prompt.id(index) : ids.get(index - prompt.length());
    }
}
