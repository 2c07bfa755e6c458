package dev.sightline.cli;

import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Option;

/** How a command writes its results. */
final class FormatOption {
    @Option(
            names = "--format",
            defaultValue = "text",
            paramLabel = "FORMAT",
            description = "text (fields separated by tabs), jsonl or csv; text by default.")
    private ResultFormat format;

    void header(List<String> columns, PrintWriter out) {
        format.header(columns, out);
        out.flush();
    }

    void write(Printed line, PrintWriter out, PrintWriter err) {
        format.write(line, out, err);
        out.flush();
    }
}
