package dev.sightline.cli;

import java.io.IOException;
import java.nio.file.NoSuchFileException;

/** Runs what trains or exports; what stands in its way is said in words instead of a stack trace. */
final class TrainingCall {
    private TrainingCall() {}

    @FunctionalInterface
    interface Work<T> {
        T run() throws IOException;
    }

    static <T> T of(Work<T> work) {
        try {
            return work.run();
        } catch (NoSuchFileException e) {
            throw new CannotStartException("there is no " + e.getMessage(), e);
        } catch (IOException | IllegalArgumentException | IllegalStateException e) {
            throw new CannotStartException(String.valueOf(e.getMessage()), e);
        }
    }
}
