package dev.sightline.pipeline;

import dev.sightline.event.Lane;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What is counted when a batch has been committed, so that work done again is not counted twice. */
final class PipelineMeters {
    private static final Duration LONGEST = Duration.ofDays(365);

    private final MeterRegistry registry;
    private final Clock clock;
    private final Counter recomputed;
    private final Counter cutShort;

    PipelineMeters(MeterRegistry registry, Clock clock) {
        this.registry = registry;
        this.clock = clock;
        this.recomputed = Counter.builder("caption.recomputed")
                .description("requests worked out again after a rebalance, an aborted transaction or a crash")
                .register(registry);
        this.cutShort = Counter.builder("caption.retry.cut.short")
                .description("records in a retry topic that asked to wait longer than its delay, and did not")
                .register(registry);
    }

    /** These outcomes have become visible. */
    void committed(Lane lane, List<Outcome> outcomes) {
        for (var outcome : outcomes) {
            var result = outcome.texts().isEmpty() ? "failed" : "done";
            Counter.builder("caption.images")
                    .description("images whose requests have ended")
                    .tag("lane", LaneChannels.channel(lane))
                    .tag("outcome", result)
                    .register(registry)
                    .increment();
            for (var text : outcome.texts()) {
                endToEnd(lane).record(since(text.requestedAt()));
            }
        }
    }

    /** A request is worked out again, because what was worked out before is gone. */
    void recomputed() {
        recomputed.increment();
    }

    /** A record in a retry topic asked for more than the topic's delay. */
    void cutShort() {
        cutShort.increment();
    }

    // senders may name any time, and a timer counts nanoseconds in 64 bits
    private Duration since(Instant requestedAt) {
        var now = clock.instant();
        if (requestedAt.isAfter(now)) {
            return Duration.ZERO;
        }
        return requestedAt.isBefore(now.minus(LONGEST)) ? LONGEST : Duration.between(requestedAt, now);
    }

    private Timer endToEnd(Lane lane) {
        return Timer.builder("caption.end.to.end")
                .description("from the request to the visible result")
                .tag("lane", LaneChannels.channel(lane))
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofMillis(10))
                .maximumExpectedValue(Duration.ofMinutes(10))
                .register(registry);
    }
}
