package dev.sightline.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sightline train}: both stages of building a vision-language model. */
@Command(
        name = "train",
        description = "Builds a vision-language model: align a ViT with captions, then teach it to answer.",
        synopsisSubcommandLabel = "STAGE",
        subcommands = {TrainAlignCommand.class, TrainGenerateCommand.class},
        footer = {
            "",
            "Example:",
            "  sightline train align --data captions.jsonl --images photos --language-model SmolLM2.gguf --out data/align"
        })
final class TrainCommand implements Runnable {
    @Spec
    private CommandSpec command;

    @Override
    public void run() {
        throw new ParameterException(command.commandLine(), "name a stage: align or generate");
    }
}
