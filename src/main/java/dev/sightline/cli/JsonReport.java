package dev.sightline.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.sightline.event.Json;
import picocli.CommandLine.Model.CommandSpec;

/** What a benchmark found, as JSON for people and programs. */
final class JsonReport {
    private JsonReport() {}

    /** Prints it where the command prints. */
    static void print(CommandSpec command, Object report) throws JsonProcessingException {
        command.commandLine()
                .getOut()
                .println(Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(report));
    }
}
