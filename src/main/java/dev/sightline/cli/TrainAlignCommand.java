package dev.sightline.cli;

import dev.sightline.train.AlignSettings;
import dev.sightline.train.Training;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sightline train align}: stage 1. */
@Command(
        name = "align",
        description = "Stage 1: a vision tower and a text tower learn to place an image beside its caption.",
        footer = {
            "",
            "Example:",
            "  sightline train align --data captions.jsonl --dev dev.jsonl --images photos --language-model SmolLM2.gguf --out data/align"
        })
final class TrainAlignCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Mixin
    private TrainingOptions reads;

    @Mixin
    private RunOptions run;

    @Option(
            names = "--batch",
            defaultValue = "128",
            paramLabel = "N",
            description = "Images whose captions are each other's negatives; ${DEFAULT-VALUE} by default.")
    private int batch;

    @Option(
            names = "--part",
            defaultValue = "32",
            paramLabel = "N",
            description = "Images that stand in memory at once; ${DEFAULT-VALUE} by default.")
    private int part;

    @Option(
            names = "--rate",
            defaultValue = "6e-4",
            paramLabel = "R",
            description = "Peak learning rate; ${DEFAULT-VALUE} by default.")
    private double rate;

    @Override
    public Integer call() {
        var report = new TrainingReport(command.commandLine().getErr(), Terminal.width());
        Path weights = TrainingCall.of(() -> Training.align(
                reads.inputs(), new AlignSettings(batch, part, rate, run.seed()), run.settings(0.1), report));
        command.commandLine().getOut().println(weights);
        return ExitStatus.ALL_DONE;
    }
}
