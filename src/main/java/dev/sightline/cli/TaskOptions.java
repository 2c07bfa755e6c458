package dev.sightline.cli;

import dev.sightline.event.GenerationParameters;
import dev.sightline.event.ImageContext;
import dev.sightline.event.TaskRequest;
import dev.sightline.event.TaskType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** The options that say what is asked of each image. */
final class TaskOptions {
    private static final Set<String> CONTEXT_KEYS = Set.of("role", "nearbyText", "pageTitle", "product");

    @Spec(Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--task",
            split = ",",
            paramLabel = "TASK",
            description = "What is asked: caption (default), alt, describe, story, answer; several by commas.")
    private List<TaskType> tasks = List.of();

    @Option(names = "--question", paramLabel = "TEXT", description = "The question to answer; implies --task answer.")
    private @Nullable String question;

    @Option(
            names = "--context",
            paramLabel = "KEY=VALUE",
            description = "What surrounds the image: role, nearbyText, pageTitle or product. Repeatable.")
    private Map<String, String> context = new LinkedHashMap<>();

    @Option(names = "--language", paramLabel = "TAG", description = "Language of the text, such as en.")
    private @Nullable String language;

    @Mixin
    private GenerationOptions generation;

    /**
     * The tasks asked of each image.
     *
     * @throws ParameterException where the options do not go together
     */
    List<TaskRequest> tasks() {
        var asked = tasks.isEmpty() ? List.of(question == null ? TaskType.CAPTION : TaskType.ANSWER) : tasks;
        if (asked.contains(TaskType.ANSWER) != (question != null)) {
            throw wrong("--task answer and --question need each other");
        }
        var parameters = generation.parameters(command);
        return asked.stream().map(type -> request(type, parameters)).toList();
    }

    /** How many rows of the engine's batch a text needs. */
    int width() {
        return generation.width();
    }

    private TaskRequest request(TaskType type, @Nullable GenerationParameters parameters) {
        return new TaskRequest(
                null,
                type.wireName(),
                type == TaskType.ANSWER ? question : null,
                null,
                language,
                null,
                null,
                parameters,
                imageContext());
    }

    private @Nullable ImageContext imageContext() {
        context.keySet().stream()
                .filter(key -> !CONTEXT_KEYS.contains(key))
                .findFirst()
                .ifPresent(key -> {
                    throw wrong("--context knows role, nearbyText, pageTitle and product, not " + key);
                });
        return context.isEmpty()
                ? null
                : new ImageContext(
                        context.get("role"),
                        context.get("nearbyText"),
                        context.get("pageTitle"),
                        context.get("product"));
    }

    private ParameterException wrong(String why) {
        return new ParameterException(command.commandLine(), why);
    }
}
