package dev.sightline.generate;

import dev.sightline.model.Logits;
import java.util.List;

/** How a request's rows grow: by one token each at every step, or by the best continuations of several. */
interface Decoding {
    /** How many rows it takes from its second step on. */
    int width();

    /**
     * Chooses what comes next.
     *
     * @param logits of the last run
     * @param places this request's rows in that run; one at the first step
     */
    Step next(Logits logits, int[] places, List<Row> rows);

    /** What comes next. */
    sealed interface Step {}

    /**
     * The texts go on.
     *
     * @param sources for each row that is to be, the row (of those given) that it continues
     * @param ids     the id that each gains
     */
    record Grow(int[] sources, int[] ids) implements Step {
        /** Whether no two rows continue the same one and their order stays: what is not continued ends. */
        boolean eachFromItsOwn() {
            for (int i = 1; i < sources.length; i++) {
                if (sources[i] <= sources[i - 1]) {
                    return false;
                }
            }
            return true;
        }
    }

    /**
     * All texts are complete.
     *
     * @param texts the one asked for first; several where {@code n} asks for them
     */
    record Done(List<Text> texts) implements Step {
        public Done {
            texts = List.copyOf(texts);
        }
    }

    /**
     * A complete text.
     *
     * @param text       decoded
     * @param ids        its ids
     * @param reason     why it ended
     * @param logprobSum sum of the raw log-probabilities of its ids
     * @param logprobs   a step's likeliest tokens where asked for, else empty
     */
    record Text(
            String text,
            List<Integer> ids,
            FinishReason reason,
            double logprobSum,
            List<Generation.TokenLogprob> logprobs) {}
}
