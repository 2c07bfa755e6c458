package dev.sightline.bench;

import org.jspecify.annotations.Nullable;

/** A kind of image in an account of the pipeline, and how each of its tasks has to end. */
enum AccountKind {
    GOOD(null),
    /** Fails once, then is there. */
    RECOVERING_SOURCE(null),

    EMPTY("image_empty"),
    TOO_LARGE("image_too_large"),
    NO_IMAGE("image_unsupported_type"),
    TRUNCATED("image_undecodable"),
    TOO_MANY_PIXELS("image_too_many_pixels"),
    MISSING("image_not_found"),
    NO_EVENT("event_malformed"),

    FAILING_SOURCE("fetch_unavailable"),
    SILENT_SOURCE("fetch_timeout"),
    GONE_AT_SOURCE("image_not_found"),
    CLOSED_SOURCE("image_forbidden");

    private final @Nullable String code;

    AccountKind(@Nullable String code) {
        this.code = code;
    }

    /** The code of its dead letter, or null where its tasks end in results. */
    @Nullable
    String code() {
        return code;
    }

    /**
     * The kind of the n-th request: of a hundred, ten are broken and five come from sources in trouble, spread evenly.
     */
    static AccountKind of(int n) {
        var broken = new AccountKind[] {EMPTY, TOO_LARGE, NO_IMAGE, TRUNCATED, TOO_MANY_PIXELS, MISSING, NO_EVENT};
        var troubled =
                new AccountKind[] {RECOVERING_SOURCE, FAILING_SOURCE, SILENT_SOURCE, GONE_AT_SOURCE, CLOSED_SOURCE};
        if (n % 10 == 4) {
            return broken[n / 10 % broken.length];
        }
        return n % 20 == 9 ? troubled[n / 20 % troubled.length] : GOOD;
    }
}
