package dev.sightline.cli;

import dev.sightline.bench.Machine;
import picocli.CommandLine.Option;

/** Whether the machine is quiet enough to be measured. */
final class QuietMachine {
    private static final double BUSY = 0.2;
    private static final long LOOK_MILLIS = 2_000;
    private static final int LOOKS = 15;

    @Option(names = "--force", description = "Measures although other programs use the processor.")
    private boolean force;

    /** Refuses a machine whose figures would say nothing: one that is busy and stays so for half a minute. */
    void checkQuiet() throws InterruptedException {
        if (force) {
            return;
        }
        var load = Machine.load(LOOK_MILLIS);
        for (var look = 1; load > BUSY && look < LOOKS; look++) {
            load = Machine.load(LOOK_MILLIS);
        }
        if (load > BUSY) {
            throw new CannotStartException(
                    "the machine is busy (%.0f%% of its processors): stop what else runs, or add --force"
                            .formatted(100 * load));
        }
    }
}
