package dev.sightline.cli;

import picocli.CommandLine.Command;

/** {@code sightline bench}: measured speed, as JSON. */
@Command(
        name = "bench",
        description = "Measures speed and prints it as JSON.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            BenchEngineCommand.class,
            BenchJpegCommand.class,
            BenchMemoryCommand.class,
            BenchPeersCommand.class,
            BenchLanguageCommand.class,
            BenchPipelineCommand.class,
            BenchDocumentsCommand.class,
            BenchIndexCommand.class,
            BenchTrainCommand.class
        },
        footer = {"", "Example:", "  sightline bench engine photos"})
final class BenchCommand {}
