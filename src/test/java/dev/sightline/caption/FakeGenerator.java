package dev.sightline.caption;

import dev.sightline.generate.FinishReason;
import dev.sightline.generate.Generation;
import dev.sightline.generate.GenerationRequest;
import dev.sightline.generate.TextGenerator;
import dev.sightline.generate.TextStream;
import dev.sightline.model.text.ChatTurn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Says what it was asked, or the given texts in turn, or, without texts, nothing for ever. */
final class FakeGenerator implements TextGenerator {
    final List<GenerationRequest> requests = new CopyOnWriteArrayList<>();
    final List<CompletableFuture<Generation>> running = new CopyOnWriteArrayList<>();
    final CompletableFuture<Void> submitted = new CompletableFuture<>();

    @Nullable
    List<String> texts = new ArrayList<>();

    @Override
    public CompletableFuture<Generation> submit(GenerationRequest request, TextStream stream) {
        requests.add(request);
        var generation = new CompletableFuture<Generation>();
        running.add(generation);
        if (texts != null) {
            generation.complete(saying(texts.isEmpty() ? asked(request) : texts.get(requests.size() - 1)));
        }
        submitted.complete(null);
        return generation;
    }

    private static String asked(GenerationRequest request) {
        return request.turns().get(0).parts().stream()
                .filter(ChatTurn.Text.class::isInstance)
                .map(part -> ((ChatTurn.Text) part).text())
                .findFirst()
                .orElseThrow();
    }

    private static Generation saying(String text) {
        return new Generation(
                text,
                List.of(5, 6, 2),
                FinishReason.STOP,
                new Generation.Usage(1, 4, 3),
                -0.5,
                List.of(),
                new Generation.Timings(Duration.ZERO, Duration.ZERO, Duration.ZERO),
                List.of());
    }
}
