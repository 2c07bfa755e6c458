package dev.sightline.train;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.util.Map;

/** What differs between the two stages: one step's gradients, and how good the model is by now. */
interface Stage {
    /**
     * Adds the gradients of one step to the weights that learn; which examples it sees follows from the step alone.
     *
     * @param manager owns what the step makes; the loop closes it
     */
    StepResult accumulate(int step, NDManager manager) throws IOException;

    /**
     * What a step found.
     *
     * @param samples images seen
     * @param loading seconds spent on reading and encoding them
     */
    record StepResult(double loss, int samples, double loading) {}

    /** Figures on images that are not trained on, by name; empty where there are none. */
    Map<String, Double> evaluate(NDManager manager) throws IOException;

    /** Which of these figures decides; greater is better. */
    String decisive();
}
