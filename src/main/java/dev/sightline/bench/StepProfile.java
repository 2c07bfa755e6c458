package dev.sightline.bench;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Where the engine's threads spend their time: what they are doing is looked at a thousand times a second, until closed.
 *
 * <p>A look counts for the innermost frame that says what it is; waiting for work does not count.
 */
final class StepProfile implements AutoCloseable {
    private static final long INTERVAL_NANOS = 1_000_000;
    private static final Set<String> ENGINE_THREADS = Set.of("sightline-generate", "sightline-read");

    private final Map<String, Integer> looks = new LinkedHashMap<>();
    private final List<Thread> watched;
    private final Thread watcher = new Thread(this::watch, "sightline-step-profile");
    private volatile boolean closed;

    private StepProfile(List<Thread> watched) {
        this.watched = watched;
    }

    /** Begins to look at the engine that runs in this process. */
    static StepProfile start() {
        var engine = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> ENGINE_THREADS.contains(thread.getName()))
                .toList();
        if (engine.isEmpty()) {
            throw new IllegalStateException("no engine runs in this process");
        }
        var profile = new StepProfile(engine);
        profile.watcher.start();
        return profile;
    }

    private void watch() {
        while (!closed) {
            for (var thread : watched) {
                var at = where(thread.getStackTrace());
                if (at != null) {
                    looks.merge(at, 1, Integer::sum);
                }
            }
            LockSupport.parkNanos(INTERVAL_NANOS);
        }
    }

    /** What a thread with this stack, innermost frame first, is doing; null if that does not count. */
    static @Nullable String where(StackTraceElement[] stack) {
        return Arrays.stream(stack)
                .map(frame -> kind(frame.getClassName()))
                .filter(kind -> !kind.isEmpty())
                .findFirst()
                .filter(kind -> !kind.equals("waiting"))
                .orElse(null);
    }

    private static String kind(String className) {
        return switch (className.substring(className.lastIndexOf('.') + 1)) {
            case "OrtSession" -> "network";
            case "Sampler", "Logits", "LogProbabilities", "Penalties", "StoppingCriteria", "IndependentDecoding" ->
                "sampling";
            case "TextGrowth", "Tokenizer" -> "text";
            case "SlotCache", "CohortCache", "RowCopies", "RowBatch" -> "copies";
            case "DecoderLane", "DecoderLane$Feed", "TokenEmbedding" -> "feeding";
            case "RequestQueue", "Cores", "PromptReader" -> "waiting";
            case "Engine", "Scheduler", "Job", "SlotPool", "CohortPool" -> "scheduling";
            default -> "";
        };
    }

    /** Of a profile that is closed, the share of the time that each kind of work took, 0 to 1. */
    Map<String, Double> shares() {
        var all = looks.values().stream().mapToInt(Integer::intValue).sum();
        var shares = new LinkedHashMap<String, Double>();
        looks.forEach((kind, count) -> shares.put(kind, (double) count / all));
        return shares;
    }

    @Override
    public void close() {
        closed = true;
        try {
            watcher.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
