package dev.sightline.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.caption.CaptionRequest;
import dev.sightline.event.ImageReference;
import dev.sightline.event.Lane;
import dev.sightline.event.TaskRequest;
import dev.sightline.event.TaskType;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class PipelineMetersTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final PipelineMeters meters = new PipelineMeters(registry, Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void timesRequestsOfAnyDate() {
        meters.committed(
                Lane.LIVE,
                List.of(asked(NOW.minusSeconds(2)), asked(Instant.MIN), asked(Instant.MAX), asked(Instant.EPOCH)));

        var timer = registry.get("caption.end.to.end").timer();
        assertThat(timer.count()).isEqualTo(4);
        assertThat(timer.max(TimeUnit.DAYS)).isEqualTo(365);
        assertThat(timer.totalTime(TimeUnit.SECONDS)).isEqualTo(2 * 365 * 86_400 + 2);
    }

    private static Outcome asked(Instant requestedAt) {
        var task = TaskRequest.of(TaskType.CAPTION, null).withTaskId("caption");
        var image = new ImageReference("fake:cat", null, null, null);
        var request = new CaptionRequest("r1", "cat", image, List.of(task), Lane.LIVE, requestedAt, null, null);
        var record = new ConsumerRecord<>("t", 0, 0, new byte[0], new byte[0]);
        return new Outcome(record, null, List.of(FakeCaptioner.text(request, task)), List.of());
    }
}
