package dev.sightline.bench;

/** Waits until nobody else uses the machine, or says that it cannot be measured now. */
@FunctionalInterface
public interface Quiet {
    /** Returns once it is quiet. */
    void await() throws InterruptedException;
}
