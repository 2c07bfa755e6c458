package dev.sightline.task;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.sightline.event.ChatMessage;
import dev.sightline.event.GenerationParameters;
import dev.sightline.event.Json;
import dev.sightline.event.TaskRequest;
import dev.sightline.event.TaskType;
import dev.sightline.failure.CaptionException;
import dev.sightline.failure.FailureCode;
import dev.sightline.generate.InvalidParameterException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Settles what a request asks: defaults filled in, and what cannot be done refused before any work is spent on it. */
public final class Tasks {
    private static final Set<String> ROLES = Set.of("system", "user", "assistant");

    private final PromptLibrary prompts;
    private final TaskSettings settings;
    private final String modelId;
    private final String loaded;

    /**
     * @param settings what the operator changed
     * @param modelId  the one model there is; a request that names another is refused
     */
    public Tasks(TaskSettings settings, String modelId) {
        this(settings, modelId, modelId);
    }

    /**
     * @param settings what the operator changed
     * @param modelId  the model that writes here; a request that names another is refused
     * @param loaded   all models that can be named, for people
     */
    public Tasks(TaskSettings settings, String modelId, String loaded) {
        this.prompts = new PromptLibrary(settings.prompts());
        this.settings = settings;
        this.modelId = modelId;
        this.loaded = loaded;
    }

    /**
     * The task with everything settled.
     *
     * @throws CaptionException {@code task_unsupported} for what is not offered, {@code event_malformed} for what makes no
     *     sense
     */
    public Assignment settle(TaskRequest task) {
        var type = TaskType.of(task.type())
                .orElseThrow(() -> unsupported(
                        "task \"" + task.type() + "\" is not offered: use caption, alt, describe, story or answer"));
        if (task.model() != null && !task.model().equals(modelId)) {
            throw unsupported(
                    "model " + task.model() + " is not loaded: leave out \"model\", or name one that is: " + loaded);
        }
        var prompt = type == TaskType.ANSWER ? asked(task) : prompt(type, task);
        return new Assignment(
                requireNonNullElse(task.taskId(), task.type()),
                type,
                prompt,
                task.messages() == null ? List.of(new ChatMessage("user", prompt.text())) : task.messages(),
                task.question(),
                task.messages(),
                language(task),
                parameters(type, requireNonNullElse(task.parameters(), GenerationParameters.DEFAULTS)),
                task.context());
    }

    private Prompt prompt(TaskType type, TaskRequest task) {
        if (task.question() != null || task.messages() != null) {
            throw malformed("only the task answer takes a question or messages, not " + type.wireName());
        }
        var choice = task.prompt();
        if (choice == null) {
            return prompts.ofTask(type).orElseThrow();
        }
        if (choice.text() != null) {
            if (choice.text().isBlank()) {
                throw malformed("prompt.text is empty");
            }
            return new Prompt(Prompt.CUSTOM, choice.text());
        }
        return prompts.byId(choice.id())
                .orElseThrow(() -> unsupported("prompt " + choice.id() + " is not known: use one of "
                        + String.join(", ", prompts.ids()) + ", or give prompt.text"));
    }

    private Prompt asked(TaskRequest task) {
        if (task.prompt() != null) {
            throw malformed("the task answer takes its words from question or messages, not from prompt");
        }
        if ((task.question() == null) == (task.messages() == null)) {
            throw malformed("the task answer needs either a question or messages");
        }
        if (task.question() != null) {
            if (task.question().isBlank()) {
                throw malformed("question is empty");
            }
            return new Prompt(Prompt.QUESTION, task.question());
        }
        return new Prompt(Prompt.MESSAGES, json(conversation(task.messages())));
    }

    private static List<ChatMessage> conversation(List<ChatMessage> messages) {
        if (messages.isEmpty() || !messages.get(messages.size() - 1).role().equals("user")) {
            throw malformed("messages must end with a turn of the user");
        }
        for (var i = 0; i < messages.size(); i++) {
            var message = messages.get(i);
            if (!ROLES.contains(message.role())) {
                throw malformed("messages[" + i + "].role is " + message.role() + ": use system, user or assistant");
            }
            if (message.content().isBlank()) {
                throw malformed("messages[" + i + "].content is empty");
            }
        }
        return messages;
    }

    private String language(TaskRequest task) {
        var asked = task.language();
        if (asked == null) {
            return settings.defaultLanguage();
        }
        return settings.languages().stream()
                .filter(offered -> covers(offered, asked))
                .findFirst()
                .map(offered -> asked)
                .orElseThrow(() -> unsupported("language " + asked + " is not offered: the model writes "
                        + String.join(", ", settings.languages())));
    }

    // RFC 4647 basic filtering: "en" covers "en-GB"
    private static boolean covers(String offered, String asked) {
        var range = offered.toLowerCase(Locale.ROOT);
        var tag = asked.toLowerCase(Locale.ROOT);
        return tag.equals(range) || tag.startsWith(range + "-");
    }

    private GenerationParameters parameters(TaskType type, GenerationParameters asked) {
        var most = settings.tokenLimit();
        var settled = asked.withMaxNewTokens(requireNonNullElse(asked.maxNewTokens(), settings.maxNewTokens(type)));
        if (settled.maxNewTokens() < 1 || settled.maxNewTokens() > most) {
            throw malformed(
                    "parameters.maxNewTokens must be between 1 and " + most + ", not " + settled.maxNewTokens());
        }
        try {
            ParameterReading.config(settled);
        } catch (InvalidParameterException e) {
            throw malformed("parameters." + e.getMessage());
        }
        return settled;
    }

    private static String json(@Nullable Object value) {
        try {
            return Json.mapper().writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("messages are plain data", e);
        }
    }

    private static CaptionException unsupported(String why) {
        return FailureCode.TASK_UNSUPPORTED.because(why).toException();
    }

    private static CaptionException malformed(String why) {
        return FailureCode.EVENT_MALFORMED.because(why).toException();
    }
}
