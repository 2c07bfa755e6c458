package dev.sightline.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.sightline.event.Json;
import java.io.PrintWriter;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How result lines are written. JSON lines and CSV carry failures too; text leaves them to stderr. */
enum ResultFormat {
    /** The image, a tab, the text on one line. */
    TEXT {
        @Override
        void write(ResultLine line, PrintWriter out, PrintWriter err) {
            if (line.error() != null) {
                err.println(line.image() + "\t" + line.error().code() + ": "
                        + line.error().message());
            } else {
                out.println(line.image() + "\t" + oneLine(line.text()));
            }
        }
    },

    /** One JSON object a line. */
    JSONL {
        @Override
        void write(ResultLine line, PrintWriter out, PrintWriter err) {
            try {
                out.println(Json.mapper().writeValueAsString(line));
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("a result line is plain data", e);
            }
        }
    },

    /** Comma-separated values (RFC 4180) under a header line. */
    CSV {
        @Override
        void header(PrintWriter out) {
            out.println("image,task,text,finish_reason,model,logprob,error_code,error_message");
        }

        @Override
        void write(ResultLine line, PrintWriter out, PrintWriter err) {
            var error = line.error();
            out.println(Stream.of(
                            line.image(),
                            line.task(),
                            line.text(),
                            line.finishReason(),
                            line.model(),
                            line.logprob(),
                            error == null ? null : error.code(),
                            error == null ? null : error.message())
                    .map(ResultFormat::quoted)
                    .collect(Collectors.joining(",")));
        }
    };

    /** What stands before the first line. */
    void header(PrintWriter out) {}

    abstract void write(ResultLine line, PrintWriter out, PrintWriter err);

    static String oneLine(@Nullable String text) {
        return text == null ? "" : text.strip().replaceAll("\\s*\\R\\s*", " ");
    }

    private static String quoted(@Nullable Object value) {
        var text = Objects.toString(value, "");
        return text.matches("[^\",\r\n]*") ? text : '"' + text.replace("\"", "\"\"") + '"';
    }
}
