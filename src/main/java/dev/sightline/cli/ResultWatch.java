package dev.sightline.cli;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Tells results that take long from those that will not come: after some silence it looks whether the pipeline still
 * runs and its cluster still answers.
 */
final class ResultWatch {
    private static final long LOOK_AFTER = Duration.ofSeconds(10).toNanos();
    private static final long GIVE_UP_AFTER = Duration.ofSeconds(60).toNanos();

    private final BooleanSupplier runs;
    private final BooleanSupplier answers;
    private final LongSupplier nanoTime;
    private long answered;
    private long looked;

    /**
     * @param runs     whether the pipeline's process lives, as far as that can be seen from here
     * @param answers  whether the cluster answers
     * @param nanoTime a clock
     */
    ResultWatch(BooleanSupplier runs, BooleanSupplier answers, LongSupplier nanoTime) {
        this.runs = runs;
        this.answers = answers;
        this.nanoTime = nanoTime;
        heard();
    }

    /** A result came. */
    void heard() {
        answered = nanoTime.getAsLong();
        looked = answered;
    }

    /**
     * No result came this time.
     *
     * @throws CannotStartException where none will
     */
    void heardNothing() {
        if (nanoTime.getAsLong() - looked < LOOK_AFTER) {
            return;
        }
        if (!runs.getAsBoolean()) {
            throw new CannotStartException("the pipeline has ended before all results were there: start it again by"
                    + " \"sightline up\", which finishes them, and read them by \"sightline tail\"");
        }
        if (answers.getAsBoolean()) {
            heard();
            return;
        }
        looked = nanoTime.getAsLong();
        if (looked - answered >= GIVE_UP_AFTER) {
            throw new CannotStartException("the cluster has not answered for "
                    + Duration.ofNanos(looked - answered).toSeconds()
                    + " s, and not all results were there: see that it runs, then read them by \"sightline tail\"");
        }
    }
}
