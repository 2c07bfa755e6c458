package dev.sightline.cli;

import dev.sightline.train.data.Conversation;
import dev.sightline.train.data.ConversationFile;
import dev.sightline.train.data.ImageSet;
import dev.sightline.train.evaluate.AnswerScores;
import dev.sightline.train.evaluate.CaptionScores;
import dev.sightline.train.evaluate.EvaluationReport;
import dev.sightline.train.evaluate.Judged;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sightline evaluate}: asks a model what people have answered, and scores what it says. */
@Command(
        name = "evaluate",
        description = "Measures a model: BLEU, CIDEr-D and ROUGE-L of captions, exact match and WUPS of answers.",
        footer = {"", "Example:", "  sightline evaluate --data dev.jsonl --images photos --report data/evaluation"})
final class EvaluateCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Option(
            names = "--data",
            required = true,
            paramLabel = "FILE.jsonl",
            description = "Conversations, as import writes them.")
    private Path data;

    @Option(
            names = "--images",
            required = true,
            split = ",",
            paramLabel = "DIR|TAR",
            description = "Where the images are: folders and tar shards.")
    private List<Path> images;

    @Mixin
    private ModelOption model;

    @Option(
            names = "--batch",
            defaultValue = "16",
            paramLabel = "N",
            description = "Most texts generated together; ${DEFAULT-VALUE} by default.")
    private int batch;

    @Option(
            names = "--max-new-tokens",
            defaultValue = "32",
            paramLabel = "N",
            description = "Most tokens of a text; ${DEFAULT-VALUE} by default.")
    private int maxNewTokens;

    @Option(
            names = "--answers",
            description = "Scores short answers (exact match, WUPS) instead of captions; each has one reference.")
    private boolean answers;

    @Option(
            names = "--predictions",
            paramLabel = "OUT.jsonl",
            description = "Writes each as {\"id\",\"prediction\",\"references\"}.")
    private @Nullable Path predictions;

    @Option(names = "--report", paramLabel = "DIR", description = "Writes evaluation.json and a page with pictures.")
    private @Nullable Path report;

    @Override
    public Integer call() {
        return TrainingCall.of(this::evaluate);
    }

    private int evaluate() throws IOException {
        List<EvaluationRun.Asked> asked;
        try (Stream<Conversation> conversations = ConversationFile.read(data)) {
            asked = EvaluationRun.grouped(conversations);
        }
        var run = new EvaluationRun(ImageSet.open(images), model.captioner(), batch, maxNewTokens);
        var err = command.commandLine().getErr();
        List<EvaluationReport.Shown> said;
        try (var progress = ProgressBar.on(err, Terminal.width(), asked.size(), "images", System::nanoTime)) {
            said = run.ask(asked, progress::advance, report != null, line -> progress.above(() -> err.println(line)));
        }
        if (predictions != null) {
            EvaluationRun.write(predictions, said);
        }
        List<Judged> judged = said.stream().map(EvaluationReport.Shown::judged).toList();
        Map<String, Object> scores = judged.isEmpty()
                ? new LinkedHashMap<>()
                : answers
                        ? AnswerScores.of(judged).byName()
                        : CaptionScores.of(judged).byName();
        if (report != null) {
            EvaluationReport.write(report, model.folder().getFileName().toString(), scores, said);
        }
        scores.forEach((name, value) -> command.commandLine().getOut().println(name + "\t" + value));
        return said.size() == asked.size() ? ExitStatus.ALL_DONE : ExitStatus.SOME_FAILED;
    }
}
