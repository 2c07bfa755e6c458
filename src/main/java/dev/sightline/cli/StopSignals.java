package dev.sightline.cli;

import dev.sightline.model.runtime.Cores;
import java.util.List;
import java.util.function.IntConsumer;
import sun.misc.Signal;

/**
 * What Ctrl-C and {@code kill} do to a process that runs networks: it ends in order. Left to the JVM, ONNX Runtime's own
 * shutdown hook would free its threads under a run in progress, and the process would die of it.
 */
final class StopSignals {
    private static final int SIGNALLED = 128; // what a shell adds to the signal's number

    private StopSignals() {}

    /** Ends the process, but not while a network runs. */
    static void betweenRuns() {
        instead(status -> {
            Cores.takeAll(); // no network runs from here on
            System.exit(status);
        });
    }

    /** Does this instead of what the JVM does; told the exit status that a shell expects. */
    static void instead(IntConsumer stop) {
        for (var name : List.of("INT", "TERM")) {
            Signal.handle(
                    new Signal(name),
                    signal -> new Thread(() -> stop.accept(SIGNALLED + signal.getNumber()), "sightline-stop").start());
        }
    }
}
