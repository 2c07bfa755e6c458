package dev.sightline.failure;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The closed set of ways in which one image, or one task on it, can fail; the names are part of the contract. */
public enum FailureCode {
    /** The record is not a request that we understand. */
    EVENT_MALFORMED(false),
    /** The request names a task, or a way to do it, that is not offered. */
    TASK_UNSUPPORTED(false),
    /** Prompt, image tokens and room for the answer exceed what the model or its cache can hold. */
    PROMPT_TOO_LONG(false),

    /** The address guard refused the image's address. */
    ADDRESS_FORBIDDEN(false),
    /** The source refused us (401, 403, unreadable file). */
    IMAGE_FORBIDDEN(false),
    /** The source has no such image (404, 410, no such file). */
    IMAGE_NOT_FOUND(false),
    /** The source answered too slowly. */
    FETCH_TIMEOUT(true),
    /** The source failed or could not be reached. */
    FETCH_UNAVAILABLE(true),

    /** The image has no bytes. */
    IMAGE_EMPTY(false),
    /** The image has more bytes than the limit. */
    IMAGE_TOO_LARGE(false),
    /** The bytes are not an image of a type we read. */
    IMAGE_UNSUPPORTED_TYPE(false),
    /** The type is known, the bytes are broken. */
    IMAGE_UNDECODABLE(false),
    /** The header promises more pixels than the limit. */
    IMAGE_TOO_MANY_PIXELS(false),

    /** The output gate refused the text, and again after one other attempt within the engine. */
    GENERATION_REJECTED(false),
    /** The request's deadline passed. */
    DEADLINE_EXCEEDED(false),
    /** The model's run failed or outran its time budget. */
    ENGINE_FAILED(true),
    /** The process died twice while this image was in work, the second time with it alone. */
    ENGINE_CRASHED(false),

    /** The record cannot be published (size, schema). */
    PUBLISH_FAILED(false);

    private final String code = name().toLowerCase(Locale.ROOT);
    private final boolean retryable;

    FailureCode(boolean retryable) {
        this.retryable = retryable;
    }

    /** The stable name on the wire, such as {@code image_not_found}. */
    public String code() {
        return code;
    }

    /** The code of that stable name, or empty where none has it. */
    public static Optional<FailureCode> of(String code) {
        return Arrays.stream(values()).filter(c -> c.code.equals(code)).findFirst();
    }

    /** Whether the same request can succeed later without anybody changing it. */
    public boolean retryable() {
        return retryable;
    }

    /** A failure of this kind; the message says what happened, to which image, and what to do. */
    public CaptionFailure because(String message) {
        return new CaptionFailure(this, message);
    }
}
