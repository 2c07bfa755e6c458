package dev.sightline.task;

import dev.sightline.event.TaskType;
import java.util.List;
import java.util.Map;

/**
 * What an operator may change of the tasks.
 *
 * @param prompts      words of another default prompt, a task
 * @param maxNewTokens another default for the most tokens to generate, a task
 * @param tokenLimit   the most tokens that a request may ask for
 * @param languages    BCP 47 tags of the languages that the model writes; the first is the default
 */
public record TaskSettings(
        Map<TaskType, String> prompts, Map<TaskType, Integer> maxNewTokens, int tokenLimit, List<String> languages) {
    /** The contract's defaults. */
    public static final TaskSettings DEFAULTS = new TaskSettings(Map.of(), Map.of(), 512, List.of("en"));

    private static final Map<TaskType, Integer> MAX_NEW_TOKENS = Map.of(
            TaskType.CAPTION, 32, TaskType.ALT, 32, TaskType.DESCRIBE, 64, TaskType.STORY, 96, TaskType.ANSWER, 64);

    public TaskSettings {
        prompts = Map.copyOf(prompts);
        maxNewTokens = Map.copyOf(maxNewTokens);
        languages = List.copyOf(languages);
    }

    /** The language of a text where the request names none. */
    public String defaultLanguage() {
        return languages.get(0);
    }

    /** The most tokens this task generates where the request does not say. */
    public int maxNewTokens(TaskType task) {
        var set = maxNewTokens.get(task);
        return set == null ? MAX_NEW_TOKENS.get(task) : set;
    }
}
