package dev.sightline.cli;

import dev.sightline.failure.CaptionException;
import dev.sightline.train.data.ImageSet;
import dev.sightline.train.evaluate.AnswerScores;
import dev.sightline.train.evaluate.CaptionScores;
import dev.sightline.train.evaluate.Evaluation;
import dev.sightline.train.evaluate.EvaluationReport;
import dev.sightline.train.evaluate.Judged;
import dev.sightline.train.evaluate.Pairs;
import dev.sightline.train.evaluate.PredictionFile;
import dev.sightline.train.evaluate.Thumbnail;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sightline evaluate}: asks a model what people have answered, and scores what it says. */
@Command(
        name = "evaluate",
        description = {
            "Measures a model: BLEU, CIDEr-D and ROUGE-L of captions, exact match and WUPS of answers, R@1, R@5 and R@10"
                    + " of towers.",
            "A line a score: its value and the bounds of its 95%% interval; with --compare those of both models, and their"
                    + " difference with the bounds of its paired interval."
        },
        footer = {
            "",
            "Example:",
            "  sightline evaluate --data dev.jsonl --images photos --model data/model \\",
            "    --compare src/main/model --report data/evaluation"
        })
final class EvaluateCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Option(names = "--data", paramLabel = "FILE.jsonl", description = "Conversations, as import writes them.")
    private @Nullable Path data;

    @Option(
            names = "--images",
            split = ",",
            paramLabel = "DIR|TAR",
            description = "Where the images are: folders and tar shards; beside --data by default.")
    private @Nullable List<Path> images;

    @Mixin
    private ModelOption model;

    @Option(
            names = "--from",
            paramLabel = "FILE.jsonl",
            description = "Asks no model and scores what an earlier run wrote by --predictions.")
    private @Nullable Path from;

    @Option(
            names = "--towers",
            paramLabel = "DIR",
            description =
                    "Measures towers, as export --towers writes them: captions found by image, images by caption.")
    private @Nullable Path towers;

    @Option(
            names = "--compare",
            paramLabel = "DIR|FILE.jsonl",
            description = "Another model (or, with --towers, other towers), or an earlier run's --predictions.")
    private @Nullable Path compare;

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
            description = "Writes each as {\"id\",\"question\",\"prediction\",\"references\"}.")
    private @Nullable Path predictions;

    @Option(names = "--report", paramLabel = "DIR", description = "Writes evaluation.json and a page with pictures.")
    private @Nullable Path report;

    @Override
    public Integer call() {
        if (data == null && (from == null || towers != null)) {
            throw new ParameterException(command.commandLine(), "--data names what is asked; only --from does without");
        }
        return TrainingCall.of(this::evaluate);
    }

    private int evaluate() throws IOException {
        var images = places();
        var progress = new EvaluationProgress(command.commandLine().getErr());
        if (towers != null) {
            var one = RetrievalRun.of(towers, data(), images, progress);
            show(one, compare == null ? null : RetrievalRun.of(compare, data(), images, progress), images);
        } else {
            texts(images, progress);
        }
        return progress.allDone() ? ExitStatus.ALL_DONE : ExitStatus.SOME_FAILED;
    }

    private void texts(ImageSet images, EvaluationProgress progress) throws IOException {
        var run = new EvaluationRun(images, batch, maxNewTokens, progress);
        var one = from == null ? run.ask(model.captioner(), data()) : PredictionFile.read(from);
        if (predictions != null) {
            PredictionFile.write(predictions, one);
        }
        if (one.isEmpty() && !progress.allDone()) {
            return;
        }
        var name = name(from == null ? model.folder() : from);
        if (compare == null) {
            show(scored(name, one), null, images);
            return;
        }
        var other = Files.isDirectory(compare)
                ? run.ask(model.captioner(compare.toAbsolutePath().normalize()), data())
                : PredictionFile.read(compare);
        var pairs = Pairs.of(one, other);
        var alone = one.size() + other.size() - 2 * pairs.first().size();
        if (alone > 0) {
            progress.say(alone + " texts have no partner in the other and are left out");
        }
        show(scored(name, pairs.first()), scored(name(compare), pairs.second()), images);
    }

    private Path data() {
        if (data == null) {
            throw new CannotStartException("a model to compare with is asked what --data names");
        }
        return data;
    }

    private ImageSet places() throws IOException {
        if (images != null) {
            return ImageSet.open(images);
        }
        return ImageSet.open(
                data == null ? List.of() : List.of(data.toAbsolutePath().getParent()));
    }

    private Evaluation scored(String name, List<Judged> judged) throws IOException {
        if (judged.isEmpty()) {
            throw new CannotStartException("there is nothing to score");
        }
        return new Evaluation(
                name,
                answers
                        ? AnswerScores.of(judged).byName()
                        : CaptionScores.of(judged).byName(),
                judged);
    }

    private void show(Evaluation one, @Nullable Evaluation other, ImageSet images) throws IOException {
        if (report != null) {
            EvaluationReport.write(report, one, other, image -> thumbnail(images, image));
        }
        new ScoreTable(one, other).print(command.commandLine().getOut());
    }

    /** Empty where the image is missing or broken. */
    private static byte[] thumbnail(ImageSet images, String image) throws IOException {
        try {
            return images.has(image) ? Thumbnail.of(images.read(image)) : new byte[0];
        } catch (CaptionException e) {
            return new byte[0];
        }
    }

    private static String name(Path path) {
        return String.valueOf(path.getFileName());
    }
}
