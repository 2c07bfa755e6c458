package dev.sightline.cli;

import dev.sightline.train.Exporting;
import dev.sightline.train.export.ExportFormat;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sightline export}: trained weights become a model folder. */
@Command(
        name = "export",
        description = "Writes trained weights as a Hugging Face folder that the pipeline and transformers.js run.",
        footer = {
            "",
            "Example:",
            "  sightline export data/generate/adapter.safetensors --to data/model --language-model SmolLM2.gguf --format fp32,q8",
            "  sightline export data/generate/adapter.safetensors --to data/model --language-model SmolLM2.gguf --format q4 \\",
            "    --data chats.jsonl --images photos"
        })
final class ExportCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Parameters(paramLabel = "FILE.safetensors", description = "What train align or train generate wrote.")
    private Path weights;

    @Mixin
    private PretrainedOptions builtOn;

    @Option(
            names = "--data",
            paramLabel = "FILE.jsonl",
            description = "Conversations that 4 bits are calibrated on: those trained on.")
    private @Nullable Path data;

    @Option(
            names = "--images",
            split = ",",
            paramLabel = "DIR|TAR",
            description = "Where their images are: folders and tar shards.")
    private List<Path> images = List.of();

    @Option(
            names = "--cache",
            paramLabel = "DIR",
            description = "Where the stem's features are kept; data/features beside the launcher by default.")
    private @Nullable Path cache;

    @Option(names = "--to", required = true, paramLabel = "DIR", description = "The folder to write.")
    private Path folder;

    @Option(
            names = "--format",
            split = ",",
            defaultValue = "fp32,q4",
            description = "${COMPLETION-CANDIDATES}; ${DEFAULT-VALUE} by default.")
    private List<ExportFormat> formats;

    @Option(names = "--towers", description = "Writes stage 1's two towers in CLIP's layout instead, for search.")
    private boolean towers;

    @Option(
            names = "--calibration-images",
            defaultValue = "64",
            paramLabel = "N",
            description = "Images of --data that 4 bits are calibrated on; ${DEFAULT-VALUE} by default.")
    private int calibrationImages;

    @Override
    public Integer call() {
        var wanted = EnumSet.copyOf(formats);
        var calibration = !towers && wanted.contains(ExportFormat.Q4) ? calibration() : null;
        var report = new LayerReport(command.commandLine().getErr(), Terminal.width());
        TrainingCall.of(() -> {
            if (towers) {
                Exporting.towers(weights, builtOn.pretrained(), folder);
            } else {
                Exporting.model(weights, builtOn.pretrained(), folder, wanted, calibration, report);
            }
            return folder;
        });
        command.commandLine().getOut().println(folder);
        return ExitStatus.ALL_DONE;
    }

    private Exporting.CalibrationData calibration() {
        if (data == null || images.isEmpty()) {
            throw new ParameterException(
                    command.commandLine(),
                    "4 bits are calibrated on conversations: name --data and --images, or leave q4 out of --format");
        }
        return TrainingCall.of(() -> new Exporting.CalibrationData(
                data, images, calibrationImages, cache == null ? Home.data().resolve("features") : cache));
    }
}
