package dev.sightline.cli;

import dev.sightline.train.Exporting;
import dev.sightline.train.export.ExportFormat;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sightline export}: trained weights become a model folder. */
@Command(
        name = "export",
        description = "Writes trained weights as a Hugging Face folder that the pipeline and transformers.js run.",
        footer = {
            "",
            "Example:",
            "  sightline export data/generate/adapter.safetensors --to data/model --format q4 \\",
            "    --data chats.jsonl --images photos --language-model SmolLM2.gguf"
        })
final class ExportCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Parameters(paramLabel = "FILE.safetensors", description = "What train align or train generate wrote.")
    private Path weights;

    @Mixin
    private TrainingOptions reads;

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
        var err = command.commandLine().getErr();
        TrainingCall.of(() -> {
            if (towers) {
                Exporting.towers(weights, reads.inputs(), folder);
            } else {
                Exporting.model(
                        weights,
                        reads.inputs(),
                        folder,
                        EnumSet.copyOf(formats),
                        calibrationImages,
                        layers -> err.println("layer " + layers + " in 4 bits"));
            }
            return folder;
        });
        command.commandLine().getOut().println(folder);
        return ExitStatus.ALL_DONE;
    }
}
