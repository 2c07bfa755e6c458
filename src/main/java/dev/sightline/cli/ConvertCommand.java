package dev.sightline.cli;

import dev.sightline.model.HalfFolder;
import dev.sightline.model.folder.ModelFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sightline convert}: a model folder's networks once more, of 16-bit floats. */
@Command(
        name = "convert",
        description = {
            "Writes a model folder's networks once more, of 16-bit floats, as CUDA takes them and transformers.js knows them.",
            "Weights of 4 bits become 16-bit ones too, or stay as they are with --precision q4f16."
        },
        footer = {"", "Example:", "  sightline convert src/main/model --precision fp16 --to data/model-fp16"})
final class ConvertCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Parameters(paramLabel = "FOLDER", description = "The model folder.")
    private Path folder;

    @Option(
            names = "--precision",
            defaultValue = "fp16",
            paramLabel = "PRECISION",
            description = "fp16 or q4f16; ${DEFAULT-VALUE} by default.")
    private HalfFolder.Format format;

    @Option(
            names = "--to",
            paramLabel = "DIR",
            description = "Another folder to write, with tokenizer and configs; beside what is there by default.")
    private @Nullable Path to;

    @Override
    public Integer call() {
        var model = ModelFolder.open(folder);
        try {
            HalfFolder.write(model, format, to == null ? model.path() : to)
                    .forEach(command.commandLine().getOut()::println);
            return ExitStatus.ALL_DONE;
        } catch (IOException e) {
            throw new CannotStartException("the folder cannot be written: " + e.getMessage(), e);
        }
    }
}
