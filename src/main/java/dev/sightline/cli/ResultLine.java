package dev.sightline.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.sightline.caption.TaskOutcome;
import dev.sightline.event.TextGenerated;
import dev.sightline.failure.CaptionFailure;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is printed of one task on one image: either a text and what it cost, or an error.
 *
 * @param image        the image as the user named it
 * @param task         the task's type
 * @param text         what was generated
 * @param finishReason {@code stop} or {@code length}
 * @param model        the model's id and the start of its revision, such as {@code tiny@0123456789ab}
 * @param usage        counted tokens
 * @param timings      milliseconds a stage
 * @param logprob      mean log-probability of the generated tokens
 * @param logprobs     each generated token with its rivals, where asked for
 * @param alternatives further texts, where several were asked for
 * @param error        why there is no text
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ResultLine(
        String image,
        String task,
        @Nullable String text,
        @Nullable String finishReason,
        @Nullable String model,
        TextGenerated.@Nullable Usage usage,
        @Nullable Map<String, Double> timings,
        @Nullable Double logprob,
        @Nullable List<TextGenerated.TokenLogprob> logprobs,
        @Nullable List<TextGenerated.Alternative> alternatives,
        @Nullable Problem error)
        implements Printed {
    static final List<String> COLUMNS =
            List.of("image", "task", "text", "finish_reason", "model", "logprob", "error_code", "error_message");
    private static final int REVISION_DIGITS = 12;

    /** A failure's code and its words. */
    record Problem(String code, String message) {}

    /** The line of an outcome. */
    static ResultLine of(String image, String task, TaskOutcome outcome) {
        if (outcome instanceof TaskOutcome.Done done) {
            return of(image, done.text());
        }
        return of(image, task, ((TaskOutcome.Failed) outcome).failure());
    }

    static ResultLine of(String image, TextGenerated text) {
        return new ResultLine(
                image,
                text.task().wireName(),
                text.text(),
                text.finishReason(),
                named(text.model()),
                text.usage(),
                text.timings(),
                text.logprob(),
                text.logprobs(),
                text.alternatives(),
                null);
    }

    static ResultLine of(String image, String task, CaptionFailure failure) {
        var error = new Problem(failure.code().code(), failure.message());
        return new ResultLine(image, task, null, null, null, null, null, null, null, null, error);
    }

    @Override
    public String asText() {
        return asText("");
    }

    @Override
    public Printed namingTask() {
        return new NamingTask(this);
    }

    private String asText(String task) {
        var begin = Printed.escaped(image) + "\t" + task;
        if (error != null) {
            return begin + error.code() + ": " + error.message();
        }
        return texts().map(each -> begin + oneLine(each)).collect(Collectors.joining(System.lineSeparator()));
    }

    /** The text, and the others where several were asked for. */
    private Stream<@Nullable String> texts() {
        return alternatives == null
                ? Stream.of(text)
                : Stream.concat(Stream.of(text), alternatives.stream().map(TextGenerated.Alternative::text));
    }

    /** The line with its task among the fields for people. */
    private record NamingTask(@JsonValue ResultLine line) implements Printed {
        @Override
        public String asText() {
            return line.asText(line.task() + "\t");
        }

        @Override
        public List<@Nullable Object> asCells() {
            return line.asCells();
        }

        @Override
        public boolean failed() {
            return line.failed();
        }
    }

    @Override
    public List<@Nullable Object> asCells() {
        return Arrays.asList(
                image,
                task,
                text,
                finishReason,
                model,
                logprob,
                error == null ? null : error.code(),
                error == null ? null : error.message());
    }

    @Override
    public boolean failed() {
        return error != null;
    }

    /** A text without its line breaks. */
    static String oneLine(@Nullable String text) {
        return text == null ? "" : text.strip().replaceAll("\\s*\\R\\s*", " ");
    }

    private static String named(TextGenerated.Model model) {
        var revision = model.revision();
        return model.id() + "@" + revision.substring(0, Math.min(REVISION_DIGITS, revision.length()));
    }
}
