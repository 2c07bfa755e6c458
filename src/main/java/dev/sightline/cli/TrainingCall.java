package dev.sightline.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
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
        } catch (UncheckedIOException e) {
            throw cannotStart(e.getCause());
        } catch (IOException e) {
            throw cannotStart(e);
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new CannotStartException(String.valueOf(e.getMessage()), e);
        }
    }

    private static CannotStartException cannotStart(IOException e) {
        if (e instanceof NoSuchFileException) {
            return new CannotStartException("there is no " + e.getMessage(), e);
        }
        if (e instanceof AccessDeniedException) {
            return new CannotStartException("there is no right to read or write " + e.getMessage(), e);
        }
        if (e instanceof FileAlreadyExistsException) {
            return new CannotStartException(e.getMessage() + " is there already, and is no folder", e);
        }
        return new CannotStartException(String.valueOf(e.getMessage()), e);
    }
}
