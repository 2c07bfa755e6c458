package dev.sightline.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store owes, whatever it is made of. */
abstract class ImageStoreTest {
    static final Instant NOON = Instant.parse("2026-05-04T12:00:00Z");
    static final ImageBytes CAT = ImageBytes.owning("cat".getBytes(UTF_8));
    static final ImageBytes DOG = ImageBytes.owning("doggy".getBytes(UTF_8));
    static final ImageBytes SMALL = ImageBytes.owning("small".getBytes(UTF_8));

    private ImageStore store;

    /** A store that is empty, or the same one opened again. */
    abstract ImageStore open(long maxImageBytes, long maxBytes) throws IOException;

    @BeforeEach
    void openStore() throws IOException {
        store = open(1 << 20, Long.MAX_VALUE);
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    @Test
    void givesBackWhatWasPut() throws IOException {
        var uri = store.put(claim("a"), CAT);

        assertThat(uri).isEqualTo("sightline:77af778b51abd4a3c51c5ddd97204a9c3ae614ebccb75a606c3b6865aed6744e");
        assertThat(store.get(CAT.sha256())).contains(CAT);
        assertThat(store.thumbnail(CAT.sha256())).isEmpty();
    }

    @Test
    void hasNothingThatNobodyPut() throws IOException {
        assertThat(store.get(DOG.sha256())).isEmpty();
        assertThat(store.contentOf("nobody")).isEmpty();
    }

    @Test
    void keepsAThumbnailBesideAndReplacesIt() throws IOException {
        store.putThumbnail(claim("a"), CAT.sha256(), DOG);
        store.putThumbnail(claim("a"), CAT.sha256(), SMALL);

        assertThat(store.thumbnail(CAT.sha256())).contains(SMALL);
        assertThat(store.get(CAT.sha256())).isEmpty();
    }

    @Test
    void findsTheContentThatAnImageClaimedLast() throws IOException {
        store.put(claim("a"), CAT);
        store.put(new ImageClaim("a", NOON.plusSeconds(1)), DOG);

        assertThat(store.contentOf("a")).contains(DOG.sha256());
    }

    @Test
    void removesBytesAndThumbnailOfADeletedImage() throws IOException {
        store.put(claim("a"), CAT);
        store.putThumbnail(claim("a"), CAT.sha256(), SMALL);

        store.release("a", NOON);

        assertThat(store.get(CAT.sha256())).isEmpty();
        assertThat(store.thumbnail(CAT.sha256())).isEmpty();
        assertThat(store.contentOf("a")).isEmpty();
    }

    @Test
    void keepsContentThatAnotherImageHasUntilThatOneGoesToo() throws IOException {
        store.put(claim("a"), CAT);
        store.put(claim("b"), CAT);

        store.release("a", NOON);
        assertThat(store.get(CAT.sha256())).contains(CAT);

        store.release("b", NOON);
        assertThat(store.get(CAT.sha256())).isEmpty();
    }

    @Test
    void keepsContentThatAnotherImageOnlyClaimed() throws IOException {
        store.put(claim("a"), CAT);
        store.claim(claim("b"), CAT.sha256());

        store.release("a", NOON);

        assertThat(store.get(CAT.sha256())).contains(CAT);
    }

    @Test
    void keepsWhatWasRequestedAfterTheDeletion() throws IOException {
        store.put(claim("a"), CAT);
        store.put(new ImageClaim("a", NOON.plusSeconds(2)), CAT);
        store.put(claim("a"), CAT); // an older request that comes late

        store.release("a", NOON.plusSeconds(1));

        assertThat(store.get(CAT.sha256())).contains(CAT);
    }

    @Test
    void takesADeletedImageAgain() throws IOException {
        store.put(claim("a"), CAT);
        store.release("a", NOON);
        store.release("a", NOON);

        store.put(new ImageClaim("a", NOON.plusSeconds(1)), CAT);

        assertThat(store.get(CAT.sha256())).contains(CAT);
    }

    @Test
    void tellsApartIdsThatFileSystemsConfuse() throws IOException {
        store.put(claim(".."), CAT);
        store.put(claim("."), CAT);
        store.put(claim("a"), DOG);
        store.put(claim("A"), DOG);

        store.release("..", NOON);
        store.release("A", NOON);

        assertThat(store.get(CAT.sha256())).contains(CAT);
        assertThat(store.get(DOG.sha256())).contains(DOG);
    }

    @Test
    void refusesAnImageBeyondItsLimitAndSaysWhatToDo() throws IOException {
        try (var strict = open(4, Long.MAX_VALUE)) {
            strict.put(claim("a"), CAT);

            assertThatThrownBy(() -> strict.put(claim("b"), DOG))
                    .isInstanceOf(ImageTooLargeException.class)
                    .hasMessageContaining("5 bytes")
                    .hasMessageContaining("at most 4")
                    .hasMessageContaining("raise the limit");
        }
    }

    @Test
    void refusesMoreThanItMayHoldAndTakesItOnceSomethingIsGone() throws IOException {
        try (var small = open(100, 7)) {
            small.put(claim("a"), CAT);
            small.put(claim("b"), CAT);

            assertThatThrownBy(() -> small.put(claim("c"), DOG))
                    .isInstanceOf(StoreFullException.class)
                    .hasMessageContaining("holds 3 bytes and may hold 7, 5 more do not fit");

            small.release("a", NOON);
            small.release("b", NOON);
            small.put(claim("c"), DOG);
            assertThat(small.get(DOG.sha256())).contains(DOG);
        }
    }

    @Test
    void countsWhatOthersRemoved() throws IOException {
        try (var small = open(100, 7)) {
            small.put(claim("a"), CAT);
            store.release("a", NOON);

            small.put(claim("b"), DOG);

            assertThat(small.get(DOG.sha256())).contains(DOG);
        }
    }

    @Test
    void survivesDeletesAndPutsOfTheSameContentAtOnce() throws Exception {
        var pool = Executors.newFixedThreadPool(4);
        try {
            for (int round = 0; round < rounds(); round++) {
                store.put(claim("old"), CAT);
                var now = round;
                pool.invokeAll(IntStream.range(0, 4)
                                .<Callable<Object>>mapToObj(i -> () -> {
                                    if (i % 2 == 0) {
                                        store.release("old", NOON);
                                    } else {
                                        store.put(claim("new-" + now + "-" + i), CAT);
                                    }
                                    return i;
                                })
                                .toList())
                        .forEach(ImageStoreTest::join);

                assertThat(store.get(CAT.sha256())).contains(CAT);
                store.release("new-" + now + "-1", NOON);
                store.release("new-" + now + "-3", NOON);
                assertThat(store.get(CAT.sha256())).isEmpty();
            }
        } finally {
            pool.shutdown();
        }
    }

    int rounds() {
        return 100;
    }

    static ImageClaim claim(String imageId) {
        return new ImageClaim(imageId, NOON);
    }

    private static void join(Future<?> done) {
        try {
            done.get();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
