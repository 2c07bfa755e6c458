package dev.sightline.task;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sightline.event.TaskType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The prompts by id. The shipped ones are the readable resources {@code prompts/ID.txt}; a changed text gets a new id, so
 * that an id always means the same words.
 */
public final class PromptLibrary {
    private static final Map<TaskType, String> SHIPPED = Map.of(
            TaskType.CAPTION, "caption.v1",
            TaskType.ALT, "alt.v1",
            TaskType.DESCRIBE, "describe.v1",
            TaskType.STORY, "story.v1");

    private final Map<String, Prompt> byId = new TreeMap<>();
    private final Map<TaskType, Prompt> defaults = new EnumMap<>(TaskType.class);

    /**
     * The shipped prompts, some defaults replaced.
     *
     * @param overrides the words of another default prompt, a task
     */
    public PromptLibrary(Map<TaskType, String> overrides) {
        SHIPPED.forEach((task, id) -> {
            var prompt = new Prompt(id, resource(id));
            byId.put(id, prompt);
            defaults.put(task, overrides.containsKey(task) ? new Prompt(Prompt.CUSTOM, overrides.get(task)) : prompt);
        });
    }

    /** The prompt of that id, or empty where none is shipped under it. */
    public Optional<Prompt> byId(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** The task's default prompt, or empty where the request itself must give the words. */
    public Optional<Prompt> ofTask(TaskType task) {
        return Optional.ofNullable(defaults.get(task));
    }

    /** The ids of the shipped prompts, in order. */
    public Iterable<String> ids() {
        return byId.keySet();
    }

    private static String resource(String id) {
        try (var in = PromptLibrary.class.getResourceAsStream("/prompts/" + id + ".txt")) {
            if (in == null) {
                throw new IllegalStateException("the prompt resource prompts/" + id + ".txt is missing");
            }
            return new String(in.readAllBytes(), UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
