package dev.sightline.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sightline.encode.ImageFeatures;
import dev.sightline.failure.CaptionException;
import dev.sightline.failure.FailureCode;
import dev.sightline.model.folder.Precision;
import dev.sightline.model.runtime.Cores;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What breaks in the engine is told to whoever waits, and the engine goes on. */
class EngineBreakdownTest {
    private static final String PROMPT = "Describe this photo.";

    private final AtomicReference<@Nullable Error> next = new AtomicReference<>();
    private volatile int least = 1; // rows of a step that breaks
    private RunningModel running;
    private ImageFeatures photo;

    @BeforeEach
    void start() throws IOException {
        var breaking = new EngineListener() {
            @Override
            public void decoded(int rows, Duration time) {
                Error error = rows < least ? null : next.getAndSet(null);
                if (error != null) {
                    throw error;
                }
            }
        };
        running = RunningModel.tiny(Precision.FP32, EngineConfig.DEFAULT.withSlots(8), breaking);
        photo = running.features(RunningModel.photo("chelsea.jpg"));
    }

    @AfterEach
    void stop() {
        running.close();
    }

    @Test
    void wantOfMemoryFailsTheTextsInWorkWithWhatToDoAndTheNextOnesAreWritten() {
        // given
        Generation before = running.engine().submit(brief(photo)).join();
        least = 3;
        next.set(new OutOfMemoryError("Java heap space"));

        // when
        List<CompletableFuture<Generation>> together;
        try (Cores.Turn all = Cores.takeAll()) { // two are read while the first grows
            together = Stream.of(1, 2, 3)
                    .map(i -> running.engine().submit(text(photo, 100)))
                    .toList();
        }

        // then
        together.forEach(text -> assertFails(
                text, "not enough memory (Java heap space)", "set fewer sightline.engine.slots, or a smaller --batch"));
        assertThat(running.engine().submit(brief(photo)).join().tokenIds()).isEqualTo(before.tokenIds());
        assertThat(running.engine().alive()).isTrue();
    }

    @Test
    void anEngineThatCannotGoOnSaysSoToAllAndIsNotAlive() {
        // given
        CompletableFuture<Generation> growing = running.engine().submit(endless(photo));
        await().until(() -> running.engine().load().active() == 1);

        // when
        next.set(new NoClassDefFoundError("a library that is gone"));

        // then
        assertFails(growing, "a library that is gone", "until the process is started anew");
        await().until(() -> !running.engine().alive());
        assertFails(running.engine().submit(brief(photo)), "until the process is started anew");
    }

    @Test
    void aPictureThatCannotBeReadFailsAloneWhereverItIsRead() {
        // given
        ImageFeatures wide =
                new ImageFeatures(new float[2 * photo.values().remaining()], 2 * photo.hidden(), photo.layout());
        Generation alone = running.engine().submit(brief(photo)).join();
        CompletableFuture<Generation> first;
        CompletableFuture<Generation> spoiled;
        CompletableFuture<Generation> beside;

        // when
        try (Cores.Turn all = Cores.takeAll()) { // the others are read while the first grows
            first = running.engine().submit(brief(photo));
            await().until(() -> running.engine().load().waiting() == 0);
            spoiled = running.engine().submit(brief(wide));
            beside = running.engine().submit(brief(photo));
        }

        // then
        assertFails(spoiled, "The decoder's run failed");
        assertThat(first.join().tokenIds()).isEqualTo(alone.tokenIds());
        assertThat(beside.join().tokenIds()).isEqualTo(alone.tokenIds());
        assertFails(running.engine().submit(brief(wide)), "The decoder's run failed");
    }

    @Test
    void aListenerThatFailsCostsItsOwnTextAlone() {
        // given
        CompletableFuture<Generation> other = running.engine().submit(brief(photo));

        // when
        CompletableFuture<Generation> told = running.engine().submit(brief(photo), piece -> {
            throw new IllegalArgumentException("nobody listens");
        });

        // then
        assertFails(told, "nobody listens");
        assertThat(other.join().tokenIds()).isNotEmpty();
    }

    private static GenerationRequest brief(ImageFeatures picture) {
        return text(picture, 12);
    }

    private static GenerationRequest endless(ImageFeatures picture) {
        return text(picture, 1500);
    }

    private static GenerationRequest text(ImageFeatures picture, int tokens) {
        return GenerationRequest.of(
                        picture, PROMPT, GenerationConfig.greedy(tokens).withEosTokenIds(Set.of()))
                .inBulk();
    }

    private static void assertFails(CompletableFuture<Generation> text, String... says) {
        assertThatThrownBy(text::join).cause().isInstanceOfSatisfying(CaptionException.class, e -> {
            assertThat(e.failure().code()).isEqualTo(FailureCode.ENGINE_FAILED);
            assertThat(e.failure().message()).contains(says);
        });
    }
}
