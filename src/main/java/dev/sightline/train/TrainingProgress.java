package dev.sightline.train;

/**
 * One step of a run, as it ends.
 *
 * @param step         steps done
 * @param steps        steps in all
 * @param rateFactor   the part of the peak learning rate
 * @param gradientNorm before clipping
 * @param samples      images in this step
 * @param seconds      this step took
 * @param loading      of them spent on reading and encoding images and texts
 */
public record TrainingProgress(
        int step,
        int steps,
        double loss,
        double rateFactor,
        double gradientNorm,
        int samples,
        double seconds,
        double loading) {}
