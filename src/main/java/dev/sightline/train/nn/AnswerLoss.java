package dev.sightline.train.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.Map;

/**
 * The mean cross-entropy of rows under a head.
 *
 * <p>Under a frozen head the gradient is made together with the loss, a part of the rows at a time: of the logits, 49152
 * numbers a row, no more than one part ever stands in memory, and nothing of them waits for the way back.
 */
final class AnswerLoss {
    private static final int ROWS = 128;

    private final NDArray head; // [V, D], in 32 bits or in bfloat16
    private final boolean frozen;
    private final TorchScript function;

    AnswerLoss(NDManager owner, NDArray head, boolean frozen) {
        this.head = head;
        this.frozen = frozen;
        this.function = TorchScript.open(owner, "answer_loss", Map.of("rows", ROWS));
    }

    /**
     * One value.
     *
     * @param hidden  [n, D]
     * @param targets [n]
     */
    NDArray mean(NDArray hidden, NDArray targets) {
        if (!frozen) {
            NDArray logits = ai.djl.nn.core.Linear.linear(hidden, head, null).singletonOrThrow();
            return logits.logSoftmax(1).gather(targets.expandDims(1), 1).mean().neg();
        }
        NDList sumAndGradient = function.run(hidden.stopGradient(), head, targets);
        float share = 1f / hidden.getShape().get(0);
        NDArray carrier = hidden.mul(sumAndGradient.get(1)).sum(); // its gradient by the rows is the one wanted
        return carrier.sub(carrier.stopGradient()).add(sumAndGradient.get(0)).mul(share);
    }
}
