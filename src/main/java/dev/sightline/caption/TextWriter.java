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
import dev.sightline.model.text.ChatTurn;
import dev.sightline.task.Assignment;
import dev.sightline.task.OutputGate;
import dev.sightline.task.ParameterReading;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.CompletableFuture;
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
        var config = ParameterReading.config(parameters);
        return generate(request, task, picture, config, running)
                .thenCompose(first -> passed(first).isEmpty()
                        ? again(request, task, picture, config, running)
                        : CompletableFuture.completedFuture(first))
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
        var penalties = config.penalties();
        var other = config.with(penalties.withRepetition(penalties.repetition() * SECOND_ATTEMPT_PENALTY));
        return generate(request, task, picture, other, running).thenApply(second -> {
            if (passed(second).isEmpty()) {
                var reason = gate.refusal(second.text(), words(second)).orElseThrow();
                var rejected = FailureCode.GENERATION_REJECTED.because(request.image()
                                .label() + ": " + reason + ", twice: look at the image, or ask with another prompt");
                throw StageFailedException.at(Stage.GATE, rejected.toException());
            }
            return second;
        });
    }

    /** The texts that may go out; the gate may refuse some of several. */
    private List<Generation> passed(Generation generation) {
        return generation.all().stream()
                .filter(each -> gate.refusal(each.text(), words(each)).isEmpty())
                .toList();
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
                listener.tokens(tokens(done));
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
        var texts = passed(generation);
        var best = texts.get(0);
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
                best.text().strip(),
                task.language(),
                best.finishReason().label(),
                new TextGenerated.Model(model.id(), model.revision()),
                new TextGenerated.Prompt(task.prompt().id(), task.prompt().hash()),
                parameters,
                key.hash(),
                picture.content().hex(),
                new TextGenerated.Usage(usage.imageTokens(), usage.promptTokens(), tokens(generation)),
                timings,
                best.meanLogprob(),
                logprobs(best),
                texts.size() == 1
                        ? null
                        : texts.stream().skip(1).map(TextWriter::alternative).toList(),
                null,
                false,
                request.replay(),
                Instant.now());
    }

    private static int tokens(Generation generation) {
        return generation.all().stream()
                .mapToInt(text -> text.usage().completionTokens())
                .sum();
    }

    private static TextGenerated.Alternative alternative(Generation other) {
        return new TextGenerated.Alternative(
                other.text().strip(), other.finishReason().label(), other.meanLogprob(), logprobs(other));
    }

    private static @Nullable List<TextGenerated.TokenLogprob> logprobs(Generation text) {
        return text.logprobs().isEmpty()
                ? null
                : text.logprobs().stream()
                        .map(step -> new TextGenerated.TokenLogprob(
                                step.token(),
                                step.logprob(),
                                step.top().stream()
                                        .map(rival ->
                                                new TextGenerated.TokenLogprob(rival.token(), rival.logprob(), null))
                                        .toList()))
                        .toList();
    }
}
