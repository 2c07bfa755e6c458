package dev.sightline.cli;

import dev.sightline.bench.Machine;
import dev.sightline.train.TrainingBench;
import dev.sightline.train.nn.Precision;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sightline bench train}: training samples a second, beside Python's PyTorch. */
@Command(
        name = "train",
        description = "Measures stage 2's step, beside the same step by Python's PyTorch where there is one.",
        footer = {"", "Example:", "  sightline bench train --language-model SmolLM2.gguf --python venv/bin/python"})
final class BenchTrainCommand implements Callable<Integer> {
    private static final String SCRIPT = "src/main/peers/torch_train.py";

    @Spec
    private CommandSpec command;

    @Mixin
    private PretrainedOptions builtOn;

    @Option(
            names = "--data",
            paramLabel = "FILE.jsonl",
            description = "Conversations about real photos, with --images and --stem; made-up features without it.")
    private @Nullable Path data;

    @Option(names = "--images", split = ",", paramLabel = "DIR|TAR", description = "Where these photos are.")
    private List<Path> images = List.of();

    @Option(names = "--python", paramLabel = "FILE", description = "A Python with torch, numpy and safetensors.")
    private @Nullable String python;

    @Option(
            names = "--precision",
            split = ",",
            defaultValue = "fp32",
            description = "${COMPLETION-CANDIDATES}; ${DEFAULT-VALUE} by default.")
    private List<Precision> precisions;

    @Option(
            names = "--steps",
            defaultValue = "10",
            paramLabel = "N",
            description = "Updates, of 16 images each; ${DEFAULT-VALUE} by default.")
    private int steps;

    @Option(
            names = "--warm-up",
            defaultValue = "2",
            paramLabel = "N",
            description = "Updates before them that are not counted; ${DEFAULT-VALUE} by default.")
    private int warmUp;

    /** Everything that is printed. */
    record Report(Machine machine, List<TrainingBench.Result> results) {}

    @Override
    public Integer call() throws Exception {
        List<TrainingBench.Result> results = new ArrayList<>();
        var peer = python == null
                ? null
                : new TrainingBench.Peer(python, Home.folder().resolve(SCRIPT));
        var photos = photos();
        for (var precision : precisions) {
            try (var scratch = new ScratchFolder()) {
                var bench = new TrainingBench(
                        builtOn.pretrained(), photos, scratch.path(), precision, warmUp + steps, warmUp);
                results.add(TrainingCall.of(() -> bench.run(peer)));
            }
        }
        JsonReport.print(command, new Report(Machine.here(), results));
        return ExitStatus.ALL_DONE;
    }

    private TrainingBench.@Nullable Photos photos() {
        if (data == null) {
            return null;
        }
        if (builtOn.pretrained().stem() == null || images.isEmpty()) {
            throw new ParameterException(command.commandLine(), "--data goes with --images and --stem");
        }
        return new TrainingBench.Photos(data, images);
    }
}
