package dev.sightline.pipeline;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How long a request waits before it is tried again, and how often.
 *
 * @param delays the pause after the first, second, … failed attempt; after the last of them comes the last attempt
 */
record RetryPolicy(List<Duration> delays) {
    RetryPolicy {
        delays = List.copyOf(delays);
    }

    /** The pause after this attempt has failed, or empty where it was the last. */
    Optional<Duration> after(Attempt attempt) {
        return attempt.number() <= delays.size() ? Optional.of(delays.get(attempt.number() - 1)) : Optional.empty();
    }
}
