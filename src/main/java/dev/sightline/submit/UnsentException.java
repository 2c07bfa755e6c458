package dev.sightline.submit;

/** The cluster did not take a request. */
public final class UnsentException extends RuntimeException {
    UnsentException(Submission submission, Throwable cause) {
        super("the cluster did not take the request for " + submission.image() + ": " + cause.getMessage(), cause);
    }
}
