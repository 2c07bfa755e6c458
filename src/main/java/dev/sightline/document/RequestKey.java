package dev.sightline.document;

import static java.util.Comparator.comparing;
import static java.util.Comparator.naturalOrder;
import static java.util.Comparator.nullsFirst;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * Orders requests about one image, whenever they arrive: a later one stands above an earlier one, and a replay above what
 * it repeats.
 *
 * @param requestedAt when it was asked; a replay keeps the original's
 * @param replayedAt  when its replay started; null, which is first, for an original
 * @param requestId   settles what time leaves open
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record RequestKey(Instant requestedAt, @Nullable Instant replayedAt, String requestId)
        implements Comparable<RequestKey> {
    private static final Comparator<RequestKey> ORDER = comparing(RequestKey::requestedAt)
            .thenComparing(RequestKey::replayedAt, nullsFirst(naturalOrder()))
            .thenComparing(RequestKey::requestId);

    @Override
    public int compareTo(RequestKey other) {
        return ORDER.compare(this, other);
    }
}
