package dev.sightline.cli;

/** The command cannot begin its work; the message says why and what to do. Ends with {@link ExitStatus#CANNOT_START}. */
final class CannotStartException extends RuntimeException {
    CannotStartException(String whyAndWhatToDo) {
        super(whyAndWhatToDo);
    }

    CannotStartException(String whyAndWhatToDo, Throwable cause) {
        super(whyAndWhatToDo, cause);
    }
}
