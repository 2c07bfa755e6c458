package dev.sightline.pipeline;

import dev.sightline.caption.CaptionRequest;
import dev.sightline.caption.Captioner;
import dev.sightline.caption.TaskOutcome;
import dev.sightline.event.GenerationParameters;
import dev.sightline.event.ImageId;
import dev.sightline.event.Sha256;
import dev.sightline.event.TaskRequest;
import dev.sightline.event.TaskType;
import dev.sightline.event.TextGenerated;
import dev.sightline.failure.CaptionFailure;
import dev.sightline.failure.FailureCode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A captioner without a model, told by the image's address what to do: {@code test:/a.jpg} gives a text,
 * {@code test:/a.jpg?fail=image_not_found} that failure (for {@code &task=answer} alone where given),
 * {@code &times=1} only so often; {@code ?ms=50} takes that long; {@code ?hang} never ends the first time, {@code ?break} throws,
 * {@code ?halt} kills the process.
 */
@Alternative
@ApplicationScoped
public class FakeCaptioner implements Captioner {
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicInteger cancelled = new AtomicInteger();
    private volatile boolean alive = true;
    private final Map<String, AtomicInteger> failed = new ConcurrentHashMap<>();
    private final List<CaptionRequest> requests = new CopyOnWriteArrayList<>();

    @Override
    public CompletableFuture<List<TaskOutcome>> caption(CaptionRequest request) {
        calls.incrementAndGet();
        requests.add(request);
        var query = String.valueOf(URI.create(request.image().uri()).getQuery());
        if (query.contains("break")) {
            throw new IllegalStateException("a defect");
        }
        if (query.contains("halt")) {
            Runtime.getRuntime().halt(134); // what a native crash looks like from outside
        }
        if (query.contains("hang") && requests(request.imageId()).size() == 1) {
            var never = new CompletableFuture<List<TaskOutcome>>();
            var unused = never.whenComplete((outcomes, failure) -> {
                if (never.isCancelled()) {
                    cancelled.incrementAndGet();
                }
            });
            return never;
        }
        var millis = value(query, "ms");
        var delay = millis.isEmpty() ? 0 : Long.parseLong(millis);
        return CompletableFuture.supplyAsync(
                () -> request.tasks().stream()
                        .map(task -> outcome(request, task, query))
                        .toList(),
                CompletableFuture.delayedExecutor(delay, TimeUnit.MILLISECONDS));
    }

    /** Says from now on that it can caption, or that it broke. */
    public void alive(boolean now) {
        alive = now;
    }

    @Override
    public boolean alive() {
        return alive;
    }

    int calls() {
        return calls.get();
    }

    List<CaptionRequest> requests(@Nullable String imageId) {
        return requests.stream()
                .filter(r -> Objects.equals(imageId, r.imageId()))
                .toList();
    }

    int cancelled() {
        return cancelled.get();
    }

    private TaskOutcome outcome(CaptionRequest request, TaskRequest task, String query) {
        var code = value(query, "fail");
        var only = value(query, "task");
        if (code.isEmpty() || !(only.isEmpty() || only.equals(task.type()))) {
            return new TaskOutcome.Done(text(request, task));
        }
        var times = value(query, "times");
        var before = failed.computeIfAbsent(request.requestId() + task.taskId(), key -> new AtomicInteger())
                .getAndIncrement();
        if (!times.isEmpty() && before >= Integer.parseInt(times)) {
            return new TaskOutcome.Done(text(request, task));
        }
        var failure = new CaptionFailure(FailureCode.valueOf(code.toUpperCase(Locale.ROOT)), "asked to fail");
        return new TaskOutcome.Failed(task.taskId(), failure, "fetch");
    }

    private static String value(String query, String name) {
        for (var pair : query.split("&", -1)) {
            if (pair.startsWith(name + "=")) {
                return pair.substring(name.length() + 1);
            }
        }
        return "";
    }

    static TextGenerated text(CaptionRequest request, TaskRequest task) {
        var sha = Sha256.of(request.image().uri().getBytes(StandardCharsets.UTF_8));
        var imageId = request.imageId() == null ? ImageId.ofContent(sha) : request.imageId();
        return new TextGenerated(
                imageId,
                new TextGenerated.ImageName(
                        request.image().uri(), request.image().name()),
                request.requestId(),
                request.requestedAt(),
                task.taskId(),
                TaskType.of(task.type()).orElseThrow(),
                task.question(),
                "a text about " + request.image().uri(),
                "en",
                "stop",
                new TextGenerated.Model("fake", "0".repeat(64)),
                new TextGenerated.Prompt("fake", "1".repeat(64)),
                GenerationParameters.DEFAULTS,
                Sha256.of((sha.hex() + task.type()).getBytes(StandardCharsets.UTF_8))
                        .hex(),
                sha.hex(),
                new TextGenerated.Usage(16, 24, 8),
                Map.of("fetch", 1.5, "encode", 12.0, "generate", 20.0),
                -0.5,
                null,
                null,
                null,
                false,
                request.replay(),
                Instant.now());
    }
}
