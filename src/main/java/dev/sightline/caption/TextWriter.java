package dev.sightline.caption;

import static java.util.Objects.requireNonNullElse;

import dev.sightline.event.ContentKey;
import dev.sightline.event.GenerationParameters;
import dev.sightline.event.ImageId;
import dev.sightline.event.ImageReference;
import dev.sightline.event.Lane;
import dev.sightline.event.NameBasedUuid;
import dev.sightline.event.TextGenerated;
import dev.sightline.failure.FailureCode;
import dev.sightline.generate.EngineBusyException;
import dev.sightline.generate.FinishReason;
import dev.sightline.generate.Generation;
import dev.sightline.generate.GenerationConfig;
import dev.sightline.generate.GenerationRequest;
import dev.sightline.generate.Priority;
import dev.sightline.generate.TextGenerator;
import dev.sightline.model.ChatTurn;
import dev.sightline.task.Assignment;
import dev.sightline.task.OutputGate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The second half of the way: image tokens and one task become a text that passed the gate. */
final class TextWriter {
    // the one other attempt at a text that the gate refused
    private static final double SECOND_ATTEMPT_PENALTY = 1.2;

    private final TextGenerator generator;
    private final OutputGate gate;
    private final ModelIdentity model;
    private final CaptionListener listener;

    TextWriter(TextGenerator generator, OutputGate gate, ModelIdentity model, CaptionListener listener) {
        this.generator = generator;
        this.gate = gate;
        this.model = model;
        this.listener = listener;
    }

    /**
     * The text of one task.
     *
     * @param running told of the generation under way, so that it can be cancelled
     * @return fails with {@link StageFailedException}
     */
    CompletableFuture<TextGenerated> write(
            CaptionRequest request, Assignment task, Picture picture, RunningGeneration running) {
        var begun = System.nanoTime();
        var parameters = seeded(request, task);
        var config = config(parameters);
        return generate(request, task, picture, config, running)
                .thenCompose(first -> gate.refusal(first.text(), words(first)).isEmpty()
                        ? CompletableFuture.completedFuture(first)
                        : again(request, task, picture, config, running))
                .thenApply(generation -> {
                    listener.stage(Stage.GENERATE, Duration.ofNanos(System.nanoTime() - begun));
                    return text(request, task, picture, parameters, generation);
                });
    }

    private CompletableFuture<Generation> again(
            CaptionRequest request,
            Assignment task,
            Picture picture,
            GenerationConfig config,
            RunningGeneration running) {
        var other = config.toBuilder().repetitionPenalty(SECOND_ATTEMPT_PENALTY).build();
        return generate(request, task, picture, other, running).thenApply(second -> {
            gate.refusal(second.text(), words(second)).ifPresent(reason -> {
                var rejected = FailureCode.GENERATION_REJECTED.because(request.image()
                                .label() + ": " + reason + ", twice: look at the image, or ask with another prompt");
                throw StageFailedException.at(Stage.GATE, rejected.toException());
            });
            return second;
        });
    }

    private CompletableFuture<Generation> generate(
            CaptionRequest request,
            Assignment task,
            Picture picture,
            GenerationConfig config,
            RunningGeneration running) {
        try {
            var generation = generator.submit(new GenerationRequest(
                    turns(task),
                    List.of(picture.features()),
                    config,
                    request.lane() == Lane.LIVE ? Priority.LIVE : Priority.BULK,
                    request.deadline()));
            running.is(generation);
            return generation.handle((done, failed) -> {
                if (failed != null) {
                    throw StageFailedException.at(Stage.GENERATE, failed);
                }
                listener.tokens(done.usage().completionTokens());
                return done;
            });
        } catch (EngineBusyException e) {
            return CompletableFuture.failedFuture(StageFailedException.at(Stage.GENERATE, e));
        }
    }

    /** The conversation as the model sees it: the picture stands in the first turn of the user. */
    private static List<ChatTurn> turns(Assignment task) {
        var turns = new ArrayList<ChatTurn>();
        var shown = false;
        for (var turn : task.turns()) {
            var shows = !shown && turn.role().equals("user");
            turns.add(shows ? ChatTurn.userWithImages(1, turn.content()) : ChatTurn.text(turn.role(), turn.content()));
            shown |= shows;
        }
        return turns;
    }

    private static GenerationParameters seeded(CaptionRequest request, Assignment task) {
        var asked = task.parameters();
        if (asked.seed() != null || requireNonNullElse(asked.temperature(), 0.0) == 0) {
            return asked;
        }
        // a redelivered request draws the same numbers
        return asked.withSeed(
                NameBasedUuid.of(request.requestId(), task.taskId()).getLeastSignificantBits());
    }

    private static GenerationConfig config(GenerationParameters asked) {
        var config = GenerationConfig.builder();
        set(asked.maxNewTokens(), config::maxNewTokens);
        set(asked.temperature(), config::temperature);
        set(asked.topK(), config::topK);
        set(asked.topP(), config::topP);
        set(asked.minP(), config::minP);
        set(asked.repetitionPenalty(), config::repetitionPenalty);
        set(asked.noRepeatNgram(), config::noRepeatNgram);
        set(asked.beams(), config::beams);
        set(asked.seed(), config::seed);
        set(asked.stop(), config::stop);
        return config.build();
    }

    private static <T> void set(@Nullable T value, Consumer<T> setter) {
        if (value != null) {
            setter.accept(value);
        }
    }

    /** The image's name in results; a {@code data:} address is the image itself and would be carried along for nothing. */
    private static TextGenerated.ImageName shown(ImageReference image, Picture picture) {
        var isContent = image.uri().regionMatches(true, 0, "data:", 0, 5);
        return new TextGenerated.ImageName(
                isContent ? image.uri().split(",", 2)[0] + "," : image.uri(),
                image.name(),
                picture.keptRows() < 1 ? picture.keptRows() : null);
    }

    /** The generated ids without the end token. */
    private static int[] words(Generation generation) {
        var ids = generation.tokenIds();
        var ended = generation.finishReason() == FinishReason.STOP && !ids.isEmpty();
        return ids.subList(0, ended ? ids.size() - 1 : ids.size()).stream()
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private TextGenerated text(
            CaptionRequest request,
            Assignment task,
            Picture picture,
            GenerationParameters parameters,
            Generation generation) {
        var key = new ContentKey(
                picture.content().hex(),
                task.type(),
                task.prompt().hash(),
                task.question(),
                task.messages(),
                model.revision(),
                parameters,
                task.language(),
                task.context(),
                model.preprocessorHash());
        var usage = generation.usage();
        var timings = new HashMap<>(picture.timings());
        timings.put("queue", StageTimes.millis(generation.timings().queued()));
        timings.put("prefill", StageTimes.millis(generation.timings().prefill()));
        timings.put("decode", StageTimes.millis(generation.timings().decode()));
        return new TextGenerated(
                request.imageId() == null ? ImageId.ofContent(picture.content()) : request.imageId(),
                shown(request.image(), picture),
                request.requestId(),
                request.requestedAt(),
                task.taskId(),
                task.type(),
                task.question(),
                generation.text().strip(),
                task.language(),
                generation.finishReason().label(),
                new TextGenerated.Model(model.id(), model.revision()),
                new TextGenerated.Prompt(task.prompt().id(), task.prompt().hash()),
                parameters,
                key.hash(),
                picture.content().hex(),
                new TextGenerated.Usage(usage.imageTokens(), usage.promptTokens(), usage.completionTokens()),
                timings,
                generation.meanLogprob(),
                null,
                false,
                request.replay(),
                Instant.now());
    }
}
