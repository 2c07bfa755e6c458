package dev.sightline.train;

import java.util.Map;

/** Hears of a run as it goes, on the run's own thread. */
public interface TrainingListener {
    /** So many views of images went through the stem before training begins; not called where a cache has them. */
    void prepared(int done);

    /** A step was done. */
    void stepped(TrainingProgress progress);

    /** The model was measured after so many steps. */
    void evaluated(int step, Map<String, Double> figures);
}
