package dev.sightline.model.folder;

/** A model folder cannot be run; the message names the file that says so and what would help. */
public final class ModelRefusedException extends RuntimeException {
    public ModelRefusedException(String message) {
        super(message);
    }

    public ModelRefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
