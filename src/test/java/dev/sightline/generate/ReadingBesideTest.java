package dev.sightline.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.sightline.encode.ImageFeatures;
import dev.sightline.model.DecoderLane;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Prompts are read by a thread of their own: texts grow meanwhile. */
class ReadingBesideTest {
    private static RunningModel running;

    @BeforeAll
    static void start() throws IOException {
        running = RunningModel.bundled(EngineConfig.DEFAULT.withSlots(1), EngineListener.NONE);
    }

    @AfterAll
    static void stop() {
        running.close();
    }

    @BeforeEach
    void thereAreCoresToShare() {
        assumeThat(running.model().decoder().shares()).isTrue();
    }

    @Test
    void aTextGrowsWhileOtherPromptsAreRead() throws IOException {
        // when
        int steps = stepsWhileReading(
                Priority.BULK, Stream.generate(() -> 70).limit(4).toList());

        // then
        assertThat(steps).isPositive();
    }

    @Test
    void aLiveTextGrowsWhileAPromptIsReadThatIsLongerThanItsShareOfAReading() throws IOException {
        // when
        int steps = stepsWhileReading(Priority.LIVE, List.of(105));

        // then
        assertThat(steps).isPositive();
    }

    /** How often a text grew while prompts of so many words were read. */
    private static int stepsWhileReading(Priority priority, List<Integer> words) throws IOException {
        ImageFeatures photo = running.features(RunningModel.photo("chelsea.jpg"));
        GenerationConfig endless = GenerationConfig.greedy(90).withEosTokenIds(Set.of());
        var steps = new Steps();
        try (Engine engine = Engine.start(running.model(), EngineConfig.DEFAULT.withSlots(8), steps)) {
            CompletableFuture<Generation> growing = engine.submit(request(photo, "Describe it.", endless, priority));
            await().until(() -> engine.load().active() == 1);
            List<CompletableFuture<Generation>> texts = words.stream()
                    .map(count -> request(photo, "word ".repeat(count), GenerationConfig.greedy(1), Priority.BULK))
                    .map(engine::submit)
                    .toList();
            texts.forEach(CompletableFuture::join);
            growing.cancel(false);
        }
        return steps.whileReading.get();
    }

    private static GenerationRequest request(
            ImageFeatures photo, String prompt, GenerationConfig config, Priority priority) {
        GenerationRequest live = GenerationRequest.of(photo, prompt, config);
        return priority == Priority.LIVE ? live : live.inBulk();
    }

    /** Counts the steps that end while the reader's thread is in the network. */
    private static final class Steps implements EngineListener {
        private final AtomicInteger whileReading = new AtomicInteger();

        @Override
        public void decoded(int rows, Duration time) {
            boolean reading = Thread.getAllStackTraces().entrySet().stream()
                    .filter(thread -> thread.getKey().getName().equals("sightline-read"))
                    .flatMap(thread -> Arrays.stream(thread.getValue()))
                    .anyMatch(frame -> frame.getClassName().equals(DecoderLane.class.getName()));
            if (reading) {
                whileReading.incrementAndGet();
            }
        }
    }
}
