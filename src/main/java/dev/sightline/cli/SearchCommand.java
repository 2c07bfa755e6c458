package dev.sightline.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sightline.event.ImageId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.StringJoiner;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sightline search}: images by words and by what they are like, the best first. */
@Command(
        name = "search",
        description = {
            "Finds images by the words in their texts and, where towers are configured, by their meaning.",
            "All words, \"phrases\", prefix*, -without and either|or are understood."
        },
        footer = {"", "Example:", "  sightline search \"dog in the snow\" --limit 5"})
final class SearchCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Spec
    private CommandSpec command;

    @Mixin
    private IndexAddress index;

    @Mixin
    private FormatOption format;

    @Parameters(arity = "0..*", paramLabel = "TEXT", description = "What to look for.")
    private String[] text = {};

    @Option(
            names = "--like",
            paramLabel = "IMAGE",
            description = "Images like this file, or like the image of this id.")
    private @Nullable String like;

    @Option(
            names = "--limit",
            defaultValue = "20",
            paramLabel = "N",
            description = "Most images; ${DEFAULT-VALUE} by default.")
    private int limit;

    @Option(names = "--task", paramLabel = "TASK", description = "Looks in the texts of this task alone.")
    private @Nullable String task;

    @Option(
            names = "--model",
            paramLabel = "MODEL",
            description = "Images with a text by this model, its id or revision.")
    private @Nullable String model;

    @Option(names = "--state", paramLabel = "STATE", description = "Images in this state, such as processed or failed.")
    private @Nullable String state;

    @Option(names = "--language", paramLabel = "TAG", description = "Images with a text in this language, such as en.")
    private @Nullable String language;

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description = "Images changed then or later, such as 2026-01-31T00:00:00Z.")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "TIME", description = "Images changed before then.")
    private @Nullable String to;

    @Option(
            names = "--facets",
            description = "Prints how many images found have each state, task, model and language, not the images.")
    private boolean facets;

    @Option(names = "--suggest", description = "Prints words in texts that continue TEXT, the most frequent first.")
    private boolean suggest;

    @Override
    public Integer call() {
        if (suggest) {
            var suggestions = index.ask("/api/search/suggestions" + words(), HttpRequest.newBuilder(), PATIENCE);
            print(SuggestedLine.COLUMNS, SuggestedLine.of(suggestions));
            return ExitStatus.ALL_DONE;
        }
        var answer = answer();
        if (facets) {
            print(FacetLine.COLUMNS, FacetLine.of(answer));
        } else {
            print(FoundLine.COLUMNS, FoundLine.of(answer));
        }
        tell(answer);
        return ExitStatus.ALL_DONE;
    }

    private void print(List<String> columns, List<? extends Printed> lines) {
        var terminal = command.commandLine();
        format.header(columns, terminal.getOut());
        lines.forEach(line -> format.write(line, terminal.getOut(), terminal.getErr()));
    }

    private Query words() {
        var query = new Query();
        query.add("q", String.join(" ", text));
        query.add("limit", Integer.toString(limit));
        return query;
    }

    private JsonNode answer() {
        var picture = like == null ? null : picture(like);
        var query = words();
        query.add("like", picture == null ? like : null);
        query.add("task", task);
        query.add("model", model);
        query.add("state", state);
        query.add("language", language);
        query.add("from", from);
        query.add("to", to);
        var request = HttpRequest.newBuilder();
        if (picture != null) {
            request.header("Content-Type", "application/octet-stream").POST(BodyPublishers.ofByteArray(picture));
        }
        return index.ask("/api/search" + query, request, PATIENCE);
    }

    private byte @Nullable [] picture(String image) {
        var file = Path.of(image);
        if (!Files.isRegularFile(file)) {
            if (ImageId.isValid(image)) {
                return null;
            }
            throw new ParameterException(
                    command.commandLine(), "--like " + image + " is neither a file nor an image id");
        }
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void tell(JsonNode answer) {
        var err = command.commandLine().getErr();
        if (answer.has("notice")) {
            err.println("sightline: " + answer.path("notice").asText());
        }
        if (answer.path("anyWord").asBoolean()) {
            err.println("sightline: no image has all the words; these have some");
        }
        if (answer.has("didYouMean")) {
            err.println("sightline: did you mean: " + answer.path("didYouMean").asText());
        }
        if (answer.path("total").asLong() == 0 && answer.path("images").isEmpty()) {
            err.println("sightline: nothing found");
        }
    }

    private static final class Query {
        private final StringJoiner parameters = new StringJoiner("&", "?", "");

        void add(String name, @Nullable String value) {
            if (value != null && !value.isEmpty()) {
                parameters.add(name + "=" + URLEncoder.encode(value, UTF_8));
            }
        }

        @Override
        public String toString() {
            return parameters.toString();
        }
    }
}
