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
    record Grow(int[] sources, int[] ids) implements Step {}

    /**
     * The text is complete.
     *
     * @param ids        its ids
     * @param reason     why it ended
     * @param logprobSum sum of the raw log-probabilities of its ids
     */
    record Done(TokenIds ids, FinishReason reason, double logprobSum) implements Step {}
}
