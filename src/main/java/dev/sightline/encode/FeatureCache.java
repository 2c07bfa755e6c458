package dev.sightline.encode;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Image tokens of the pictures last asked about, so that another question on a picture does not encode it again.
 *
 * <p>Those least recently asked for go first. A picture that is being encoded is not encoded twice, and a failure is not
 * kept. Thread-safe.
 */
public final class FeatureCache {
    private final long capacity;
    private final Map<String, CompletableFuture<ImageFeatures>> pictures = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    /**
     * An empty cache.
     *
     * @param capacity most bytes of image tokens; 0 keeps none
     */
    public FeatureCache(long capacity) {
        this.capacity = capacity;
    }

    /**
     * The tokens of a picture, from memory if it was encoded before.
     *
     * @param content names what the encoder sees: equal for equal pixels only
     * @param encode  encodes it
     */
    public CompletableFuture<ImageFeatures> get(String content, Supplier<CompletableFuture<ImageFeatures>> encode) {
        if (capacity == 0) {
            return encode.get();
        }
        var encoding = new CompletableFuture<ImageFeatures>();
        synchronized (this) {
            var known = pictures.putIfAbsent(content, encoding);
            if (known != null) {
                return known.copy();
            }
        }
        var unused = encode.get().whenComplete((features, failed) -> {
            if (failed != null) {
                forget(content);
                encoding.completeExceptionally(failed);
            } else {
                encoding.complete(features);
                keep(features);
            }
        });
        return encoding.copy();
    }

    /** Bytes of image tokens held. */
    public synchronized long bytes() {
        return bytes;
    }

    private synchronized void forget(String content) {
        pictures.remove(content);
    }

    private synchronized void keep(ImageFeatures added) {
        bytes += added.bytes();
        Iterator<CompletableFuture<ImageFeatures>> eldest = pictures.values().iterator();
        while (bytes > capacity && eldest.hasNext()) {
            var features = eldest.next();
            if (features.isDone()) {
                bytes -= features.join().bytes();
                eldest.remove();
            }
        }
    }
}
