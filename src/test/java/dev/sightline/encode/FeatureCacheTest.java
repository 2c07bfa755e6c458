package dev.sightline.encode;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.model.folder.ImageLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class FeatureCacheTest {
    private static final int BYTES = 16; // of one picture here

    private final List<String> encoded = new ArrayList<>();
    private final FeatureCache cache = new FeatureCache(2 * BYTES);

    @Test
    void aPictureIsEncodedOnce() {
        var first = get("a").join();
        assertThat(get("a").join()).isSameAs(first);
        assertThat(encoded).containsExactly("a");
    }

    @Test
    void aPictureThatIsBeingEncodedIsNotEncodedTwice() {
        var encoding = new CompletableFuture<ImageFeatures>();
        var first = cache.get("a", () -> encoding);
        var second = get("a");
        assertThat(second).isNotDone();

        encoding.complete(features());

        assertThat(second.join()).isSameAs(first.join());
        assertThat(encoded).isEmpty();
    }

    @Test
    void whatWasLeastRecentlyAskedForGoesFirst() {
        List.of("a", "b", "a", "c", "a", "b").forEach(content -> get(content).join());
        assertThat(encoded).containsExactly("a", "b", "c", "b");
        assertThat(cache.bytes()).isEqualTo(2 * BYTES);
    }

    @Test
    void aFailureIsNotKept() {
        var failed = cache.get("a", () -> CompletableFuture.failedFuture(new IllegalStateException("no memory")));
        assertThat(failed).isCompletedExceptionally();
        assertThat(get("a")).isCompleted();
    }

    @Test
    void whoeverCancelsLeavesTheOthersAlone() {
        var encoding = new CompletableFuture<ImageFeatures>();
        var first = cache.get("a", () -> encoding);
        var second = cache.get("a", () -> encoding);

        first.cancel(true);
        encoding.complete(features());

        assertThat(second).isCompleted();
    }

    @Test
    void withoutMemoryEveryPictureIsEncoded() {
        var none = new FeatureCache(0);
        none.get("a", () -> encode("a")).join();
        none.get("a", () -> encode("a")).join();
        assertThat(encoded).containsExactly("a", "a");
        assertThat(none.bytes()).isZero();
    }

    private CompletableFuture<ImageFeatures> get(String content) {
        return cache.get(content, () -> encode(content));
    }

    private CompletableFuture<ImageFeatures> encode(String content) {
        encoded.add(content);
        return CompletableFuture.completedFuture(features());
    }

    private static ImageFeatures features() {
        return new ImageFeatures(new float[4], 4, ImageLayout.ofTokens(1));
    }
}
