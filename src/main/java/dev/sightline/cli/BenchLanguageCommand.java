package dev.sightline.cli;

import dev.sightline.bench.LanguageBench;
import dev.sightline.bench.LanguagePeer;
import dev.sightline.bench.LanguagePeerBench;
import dev.sightline.bench.Machine;
import dev.sightline.model.folder.Precision;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sightline bench language}: the language model alone, beside OpenVINO's and llama.cpp's. */
@Command(
        name = "language",
        description = {
            "Measures the language model alone: prompts of 30 tokens are read and grow by 13, nothing is sampled. With --python",
            "beside OpenVINO, with --gguf and --node-folder beside llama.cpp."
        },
        footer = {
            "",
            "Example:",
            "  sightline bench language --python venv/bin/python --node-folder peers --gguf SmolLM2.gguf --batches 1,8,32"
        })
final class BenchLanguageCommand implements Callable<Integer> {
    private static final int PROMPT_TOKENS = 30;
    private static final int STEPS = 13;

    @Spec
    private CommandSpec command;

    @Mixin
    private QuietMachine machine;

    @Mixin
    private PeerPrograms programs;

    @Mixin
    private ModelFolderOption model;

    @Option(
            names = "--precision",
            split = ",",
            defaultValue = "auto",
            converter = ModelOption.Named.class,
            paramLabel = "NAME",
            description = "Of this engine; ${DEFAULT-VALUE} by default.")
    private List<Precision> precisions;

    @Option(names = "--gguf", paramLabel = "FILE", description = "llama.cpp's file of the same language model.")
    private @Nullable Path gguf;

    @Option(
            names = "--openvino",
            split = ",",
            paramLabel = "WEIGHTS-ACTIVATIONS",
            description = "How OpenVINO runs, such as int8-f32, int8-bf16, int4-f32. May be repeated.")
    private List<String> openvino = List.of();

    @Option(
            names = "--batches",
            split = ",",
            defaultValue = "1,8,32",
            paramLabel = "N",
            description = "Rows at once; ${DEFAULT-VALUE} by default.")
    private List<Integer> batches;

    @Option(names = "--rounds", defaultValue = "3", paramLabel = "N", description = "${DEFAULT-VALUE} by default.")
    private int rounds;

    /** Everything that is printed. */
    record Report(Machine machine, int promptTokens, int steps, List<LanguagePeerBench.Result> results) {}

    @Override
    public Integer call() throws InterruptedException {
        try {
            return measure();
        } catch (IOException e) {
            throw new CannotStartException(String.valueOf(e.getMessage()), e);
        }
    }

    private int measure() throws IOException, InterruptedException {
        var folder = model.path();
        var ours = new LinkedHashMap<String, LanguageBench>();
        precisions.forEach(precision ->
                ours.put("sightline " + precision.label(), new LanguageBench(folder, precision, PROMPT_TOKENS, STEPS)));
        var peers = new ArrayList<LanguagePeer>();
        for (var way : openvino) {
            var parts = way.split("-", 2);
            var program = programs.openvinoLanguage(folder, parts[0], parts.length > 1 ? parts[1] : "f32");
            peers.add(new LanguagePeer("openvino " + way, program));
        }
        if (gguf != null) {
            peers.add(new LanguagePeer("llama.cpp", programs.llamaCpp(gguf)));
        }
        var err = command.commandLine().getErr();
        var results = new LanguagePeerBench(ours, peers, batches)
                .run(rounds, machine::checkQuiet, who -> err.println("sightline: " + who));
        JsonReport.print(command, new Report(Machine.here(), PROMPT_TOKENS, STEPS, results));
        return ExitStatus.ALL_DONE;
    }
}
