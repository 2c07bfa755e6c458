package dev.sightline.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.sightline.event.Json;
import java.io.PrintWriter;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How results are written. JSON lines and CSV carry failures too; text leaves them to stderr. */
enum ResultFormat {
    /** Fields separated by tabs, for people. */
    TEXT {
        @Override
        void write(Printed line, PrintWriter out, PrintWriter err) {
            (line.failed() ? err : out).println(line.asText());
        }
    },

    /** One JSON object a line. */
    JSONL {
        @Override
        void write(Printed line, PrintWriter out, PrintWriter err) {
            try {
                out.println(Json.mapper().writeValueAsString(line));
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("a line is plain data", e);
            }
        }
    },

    /** Comma-separated values (RFC 4180) under a header line. */
    CSV {
        @Override
        void header(List<String> columns, PrintWriter out) {
            out.println(String.join(",", columns));
        }

        @Override
        void write(Printed line, PrintWriter out, PrintWriter err) {
            out.println(line.asCells().stream().map(ResultFormat::quoted).collect(Collectors.joining(",")));
        }
    };

    /** Writes what stands before the first line. */
    void header(List<String> columns, PrintWriter out) {}

    /** Writes one line: a result to the first stream; where the format has no room for a failure, that to the second. */
    abstract void write(Printed line, PrintWriter out, PrintWriter err);

    private static String quoted(@Nullable Object value) {
        var text = Objects.toString(value, "");
        return text.matches("[^\",\r\n]*") ? text : '"' + text.replace("\"", "\"\"") + '"';
    }
}
