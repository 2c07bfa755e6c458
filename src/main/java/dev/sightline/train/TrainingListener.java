package dev.sightline.train;

import java.util.Map;

/** Hears of a run as it goes, on the run's own thread. */
public interface TrainingListener {
    /** One that hears nothing. */
    TrainingListener DEAF = new TrainingListener() {};

    /** So many photos, or views of them where there is a stem, were read before training begins; not where a cache has them. */
    default void prepared(int done) {}

    /** What is not trained on or measured with, by the image's or conversation's name, and why. */
    default void leftOut(Map<String, String> reasons) {}

    /** A step was done. */
    default void stepped(TrainingProgress progress) {}

    /** The model was measured after so many steps. */
    default void evaluated(int step, Map<String, Double> figures) {}
}
