package dev.sightline.event;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thing asked about an image. The type stays a string here: a request for a task that is not offered is a readable
 * request, and its failure is {@code task_unsupported}.
 *
 * @param taskId     names the task within its request; defaults to the type, {@code -2}, {@code -3} on repeats
 * @param type       wire name of a {@link TaskType}
 * @param question   what to answer, for {@code answer}
 * @param messages   several turns instead of one question, for {@code answer}
 * @param language   BCP 47 tag of the wanted text
 * @param prompt     another prompt than the task's default one
 * @param model      another model than the default one
 * @param parameters how the text is generated
 * @param context    what surrounds the image
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TaskRequest(
        @Nullable String taskId,
        String type,
        @Nullable String question,
        @Nullable List<ChatMessage> messages,
        @Nullable String language,
        @Nullable PromptChoice prompt,
        @Nullable String model,
        @Nullable GenerationParameters parameters,
        @Nullable ImageContext context) {
    public TaskRequest {
        requireNonNull(type, "tasks[].type");
        if (taskId != null && taskId.isEmpty()) {
            throw new IllegalArgumentException("tasks[].taskId is empty");
        }
        if (messages != null) {
            messages.forEach(message -> requireNonNull(message, "tasks[].messages[] is null"));
            messages = List.copyOf(messages);
        }
    }

    /** A task with nothing but its type, and its question where it is one. */
    public static TaskRequest of(TaskType type, @Nullable String question) {
        return new TaskRequest(null, type.wireName(), question, null, null, null, null, null, null);
    }

    /** The question that an answer answers: the question itself, or the last thing the user said; else null. */
    public @Nullable String asked() {
        if (question != null || messages == null) {
            return question;
        }
        return messages.stream()
                .filter(message -> message.role().equals("user"))
                .reduce((earlier, later) -> later)
                .map(ChatMessage::content)
                .orElse(null);
    }

    /** The same task under a name. */
    public TaskRequest withTaskId(String taskId) {
        return new TaskRequest(taskId, type, question, messages, language, prompt, model, parameters, context);
    }
}
