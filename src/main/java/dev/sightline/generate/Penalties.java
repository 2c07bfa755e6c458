package dev.sightline.generate;

import java.util.HashSet;
import java.util.Set;

/** What makes tokens less likely before one is chosen, as Hugging Face's logits processors do it. */
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

    /** Changes the scores in place; all ids of the row count, prompt and image tokens included. */
    void apply(float[] scores, PromptState prompt, TokenIds ids) {
        int length = prompt.length() + ids.size();
        if (repetition != 1) {
            Set<Integer> seen = new HashSet<>();
            for (int i = 0; i < length; i++) {
                int id = at(prompt, ids, i);
                if (seen.add(id)) {
                    float score = scores[id];
                    scores[id] = (float) (score < 0 ? score * repetition : score / repetition);
                }
            }
        }
        if (ngram > 0) {
            for (int i = 0; i + ngram <= length; i++) {
                if (samePrefix(prompt, ids, i, length - ngram + 1)) {
                    scores[at(prompt, ids, i + ngram - 1)] = Float.NEGATIVE_INFINITY;
                }
            }
        }
    }

    private boolean samePrefix(PromptState prompt, TokenIds ids, int i, int end) {
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
