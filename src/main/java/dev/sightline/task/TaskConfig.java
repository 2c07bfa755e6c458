package dev.sightline.task;

import dev.sightline.event.TaskType;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Map;

/** What an operator may change of the tasks. */
@ConfigMapping(prefix = "sightline.tasks")
public interface TaskConfig {
    /** Another default prompt, a task: {@code sightline.tasks.prompts.caption=Say what you see.} */
    Map<TaskType, String> prompts();

    /** Another default for the most tokens to generate, a task. */
    Map<TaskType, Integer> maxNewTokens();

    /** The most tokens that a request may ask for: a longer text holds its slot longer. */
    @WithDefault("512")
    int tokenLimit();

    /** BCP 47 tags of the languages that the model writes; the first is the default. */
    @WithDefault("en")
    List<String> languages();

    /** These choices as a value. */
    default TaskSettings settings() {
        return new TaskSettings(prompts(), maxNewTokens(), tokenLimit(), languages());
    }
}
