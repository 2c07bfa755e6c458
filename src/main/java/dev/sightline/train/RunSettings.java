package dev.sightline.train;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * How a run goes, whatever its stage.
 *
 * @param folder          holds the checkpoint, the journal, the curve, and the best weights in the end
 * @param evaluateEvery   steps between evaluations
 * @param patience        evaluations without a better one after which the run ends
 * @param checkpointEvery time between checkpoints
 * @param clip            the longest gradient, all weights together
 * @param decay           of matrices
 * @param afresh          begins anew instead of going on from the folder's checkpoint
 */
public record RunSettings(
        Path folder,
        CosineSchedule schedule,
        int evaluateEvery,
        int patience,
        Duration checkpointEvery,
        double clip,
        double decay,
        boolean afresh) {
    public RunSettings {
        Positive.all(Map.of("evaluate-every", evaluateEvery, "patience", patience));
    }
}
