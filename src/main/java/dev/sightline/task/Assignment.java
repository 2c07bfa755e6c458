package dev.sightline.task;

import dev.sightline.event.ChatMessage;
import dev.sightline.event.GenerationParameters;
import dev.sightline.event.ImageContext;
import dev.sightline.event.TaskType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One task with everything settled: what the engine needs to be told, and what names the work.
 *
 * @param taskId     the task within its request
 * @param type       what is asked
 * @param prompt     the words and their id
 * @param turns      the conversation; the image stands in its first user turn
 * @param question   the question, where it was one
 * @param messages   the turns as they were asked, where there were several
 * @param language   BCP 47 tag of the text
 * @param parameters as they hold in effect
 * @param context    what surrounds the image
 */
public record Assignment(
        String taskId,
        TaskType type,
        Prompt prompt,
        List<ChatMessage> turns,
        @Nullable String question,
        @Nullable List<ChatMessage> messages,
        String language,
        GenerationParameters parameters,
        @Nullable ImageContext context) {
    public Assignment {
        turns = List.copyOf(turns);
        messages = messages == null ? null : List.copyOf(messages);
    }
}
