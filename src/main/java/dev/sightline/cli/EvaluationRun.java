package dev.sightline.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
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
import dev.sightline.train.data.ImageSet;
import dev.sightline.train.evaluate.EvaluationReport;
import dev.sightline.train.evaluate.Judged;
import dev.sightline.train.evaluate.Thumbnail;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Asks a model every question of a data set: the serving steps themselves, without Kafka. */
final class EvaluationRun {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ImageSet images;
    private final CaptionerSettings model;
    private final int batch;
    private final int maxNewTokens;

    /** A question about an image, and all that people answered to it. */
    record Asked(String image, String question, List<String> references) {}

    EvaluationRun(ImageSet images, CaptionerSettings model, int batch, int maxNewTokens) {
        this.images = images;
        this.model = model;
        this.batch = batch;
        this.maxNewTokens = maxNewTokens;
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

    /**
     * Asks all questions; those that fail are told to {@code failed} and left out.
     *
     * @param finished hears of each question, whether it was answered
     * @param pictures whether thumbnails are wanted
     */
    List<EvaluationReport.Shown> ask(
            List<Asked> questions, Consumer<Boolean> finished, boolean pictures, Consumer<String> failed)
            throws IOException {
        Path files = Files.createTempDirectory("sightline-evaluate");
        List<EvaluationReport.Shown> said = new ArrayList<>();
        try (var captioner = FileCaptioner.open(model.withBatch(batch), List.of(files))) {
            var started = new ArrayDeque<Started>();
            for (Asked question : questions) {
                if (started.size() == 2 * batch) {
                    await(started.remove(), said, finished, pictures, failed);
                }
                started.add(start(captioner, question, files));
            }
            while (!started.isEmpty()) {
                await(started.remove(), said, finished, pictures, failed);
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

    private static void await(
            Started started,
            List<EvaluationReport.Shown> said,
            Consumer<Boolean> finished,
            boolean pictures,
            Consumer<String> failed)
            throws IOException {
        TaskOutcome outcome = started.outcome().join().get(0);
        Asked asked = started.asked();
        if (outcome instanceof TaskOutcome.Done done) {
            byte[] thumbnail = pictures ? Thumbnail.of(Files.readAllBytes(started.file())) : new byte[0];
            var judged = new Judged(asked.image(), done.text().text(), asked.references());
            said.add(new EvaluationReport.Shown(judged, asked.question(), thumbnail));
        } else if (outcome instanceof TaskOutcome.Failed failure) {
            failed.accept(asked.image() + ": " + failure.failure().code().code() + ": "
                    + failure.failure().message());
        }
        Files.delete(started.file());
        finished.accept(outcome instanceof TaskOutcome.Done);
    }

    /** A line each: {@code {"id","prediction","references"}}. */
    static void write(Path file, List<EvaluationReport.Shown> said) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            for (EvaluationReport.Shown one : said) {
                Map<String, Object> line = new LinkedHashMap<>();
                line.put("id", one.judged().id());
                line.put("prediction", one.judged().prediction());
                line.put("references", one.judged().references());
                out.write(JSON.writeValueAsString(line));
                out.newLine();
            }
        }
    }
}
