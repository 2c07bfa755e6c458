package dev.sightline.cli;

import dev.sightline.caption.CaptionRequest;
import dev.sightline.caption.Captioner;
import dev.sightline.caption.CaptionerSettings;
import dev.sightline.caption.TaskOutcome;
import dev.sightline.event.GenerationParameters;
import dev.sightline.event.ImageReference;
import dev.sightline.event.Lane;
import dev.sightline.event.TaskRequest;
import dev.sightline.event.TaskType;
import dev.sightline.train.data.Conversation;
import dev.sightline.train.data.ConversationFile;
import dev.sightline.train.data.ImageSet;
import dev.sightline.train.evaluate.Judged;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** Asks a model every question of a data set: the serving steps themselves, without Kafka. */
final class EvaluationRun {
    private final ImageSet images;
    private final int batch;
    private final int maxNewTokens;
    private final EvaluationProgress progress;

    /** A question about an image, and all that people answered to it. */
    record Asked(String image, String question, List<String> references) {}

    EvaluationRun(ImageSet images, int batch, int maxNewTokens, EvaluationProgress progress) {
        this.images = images;
        this.batch = batch;
        this.maxNewTokens = maxNewTokens;
        this.progress = progress;
    }

    /** Conversations that ask the same of the same image become one question. */
    static List<Asked> grouped(Stream<Conversation> conversations) {
        Map<List<String>, List<String>> references = new LinkedHashMap<>();
        conversations.filter(conversation -> conversation.images().size() == 1).forEach(conversation -> references
                .computeIfAbsent(
                        List.of(conversation.images().get(0), conversation.question()), question -> new ArrayList<>())
                .add(conversation.answer()));
        List<Asked> asked = new ArrayList<>();
        references.forEach((question, answers) -> asked.add(new Asked(question.get(0), question.get(1), answers)));
        return asked;
    }

    /** Asks a model all questions of a file; those that fail are told of and left out. */
    List<Judged> ask(CaptionerSettings model, Path data) throws IOException {
        List<Asked> questions;
        try (var conversations = ConversationFile.read(data)) {
            questions = grouped(conversations);
        }
        Path files = Files.createTempDirectory("sightline-evaluate");
        List<Judged> said = new ArrayList<>();
        try (var captioner = FileCaptioner.open(model.withBatch(batch), List.of(files));
                var bar = progress.begin(questions.size())) {
            var started = new ArrayDeque<Started>();
            for (Asked question : questions) {
                if (started.size() == 2 * batch) {
                    await(started.remove(), said, bar);
                }
                try {
                    started.add(start(captioner, question, files));
                } catch (NoSuchFileException e) {
                    progress.failed(bar, question.image() + ": there is no such file");
                }
            }
            while (!started.isEmpty()) {
                await(started.remove(), said, bar);
            }
        } finally {
            Files.delete(files);
        }
        return said;
    }

    private record Started(Asked asked, Path file, CompletableFuture<List<TaskOutcome>> outcome) {}

    private Started start(Captioner captioner, Asked asked, Path files) throws IOException {
        Path file = Files.write(files.resolve(UUID.randomUUID().toString()), images.read(asked.image()));
        var task = new TaskRequest(
                "answer",
                TaskType.ANSWER.wireName(),
                asked.question(),
                null,
                null,
                null,
                null,
                GenerationParameters.ofMaxNewTokens(maxNewTokens),
                null);
        var request = new CaptionRequest(
                UUID.randomUUID().toString(),
                null,
                new ImageReference(file.toUri().toString(), asked.image(), null, null),
                List.of(task),
                Lane.BULK,
                Instant.now(),
                null,
                null);
        return new Started(asked, file, captioner.caption(request));
    }

    private void await(Started started, List<Judged> said, ProgressBar bar) throws IOException {
        TaskOutcome outcome = started.outcome().join().get(0);
        Asked asked = started.asked();
        Files.delete(started.file());
        if (outcome instanceof TaskOutcome.Done done) {
            said.add(new Judged(asked.image(), asked.question(), done.text().text(), asked.references()));
            progress.done(bar);
        } else if (outcome instanceof TaskOutcome.Failed failed) {
            progress.failed(
                    bar,
                    "%s: %s: %s"
                            .formatted(
                                    asked.image(),
                                    failed.failure().code().code(),
                                    failed.failure().message()));
        }
    }
}
