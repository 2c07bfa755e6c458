package dev.sightline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.event.Json;
import dev.sightline.event.TextGenerated;
import dev.sightline.failure.FailureCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ResultFormatTest {
    private static final ResultLine STORY = new ResultLine(
            "a, b.jpg",
            "story",
            "Once, \"twice\",\n  thrice.",
            "stop",
            "tiny@0123456789ab",
            new TextGenerated.Usage(16, 30, 4),
            Map.of("generate", 12.5),
            -0.5,
            null,
            null,
            null);
    private static final ResultLine FAILURE =
            ResultLine.of("c.jpg", "story", FailureCode.IMAGE_NOT_FOUND.because("there is no such file"));

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void textIsOneLineAnImageAndFailuresAreNoneOfIt() {
        write(ResultFormat.TEXT);

        assertThat(out.toString()).isEqualTo("a, b.jpg\tOnce, \"twice\", thrice.\n");
        assertThat(err.toString()).isEqualTo("c.jpg\timage_not_found: there is no such file\n");
    }

    @Test
    void textNamesTheTaskWhereAskedToAndSpellsControlCharactersOut() throws IOException {
        var line = ResultLine.of("a\n\u001b[2J.jpg", "alt", FailureCode.IMAGE_EMPTY.because("no bytes"));

        assertThat(line.namingTask().asText()).isEqualTo("a\\u000a\\u001b[2J.jpg\talt\timage_empty: no bytes");
        assertThat(Json.mapper().writeValueAsString(line.namingTask()))
                .isEqualTo(Json.mapper().writeValueAsString(line));
    }

    @Test
    void jsonLinesHaveTheFieldsOfTheContract() throws IOException {
        write(ResultFormat.JSONL);

        var lines = out.toString().lines().toList();
        assertThat(Json.mapper().readTree(lines.get(0)))
                .isEqualTo(
                        Json.mapper()
                                .readTree(
                                        """
                {"image":"a, b.jpg","task":"story","text":"Once, \\"twice\\",\\n  thrice.","finishReason":"stop",
                 "model":"tiny@0123456789ab","usage":{"imageTokens":16,"promptTokens":30,"completionTokens":4},
                 "timings":{"generate":12.5},"logprob":-0.5}"""));
        assertThat(Json.mapper().readTree(lines.get(1)))
                .isEqualTo(
                        Json.mapper()
                                .readTree(
                                        """
                {"image":"c.jpg","task":"story",
                 "error":{"code":"image_not_found","message":"there is no such file"}}"""));
    }

    @Test
    void csvQuotesWhatNeedsIt() {
        write(ResultFormat.CSV);

        assertThat(out.toString())
                .isEqualTo(
                        """
                image,task,text,finish_reason,model,logprob,error_code,error_message
                "a, b.jpg",story,"Once, ""twice"",
                  thrice.",stop,tiny@0123456789ab,-0.5,,
                c.jpg,story,,,,,image_not_found,there is no such file
                """);
    }

    private void write(ResultFormat format) {
        var printer = new PrintWriter(out);
        format.header(ResultLine.COLUMNS, printer);
        format.write(STORY, printer, new PrintWriter(err));
        format.write(FAILURE, printer, new PrintWriter(err));
    }
}
