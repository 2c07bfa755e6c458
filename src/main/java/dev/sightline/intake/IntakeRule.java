package dev.sightline.intake;

import dev.sightline.event.Lane;
import dev.sightline.event.TaskRequest;
import dev.sightline.event.TaskType;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which uploads are asked what.
 *
 * @param prefix with a scheme, the start of the address; else of what follows the scheme, such as {@code bucket/folder/}
 * @param types  content types, {@code *} for any part; an upload that tells none is judged by its name, and fits where
 *               that promises none either
 * @param events what happened, {@code *} for any part, such as {@code ObjectCreated:*}
 * @param lane   where the requests go
 * @param tasks  what is asked
 */
record IntakeRule(
        @Nullable String prefix,
        @Nullable List<String> types,
        @Nullable List<String> events,
        @Nullable Lane lane,
        List<TaskRequest> tasks) {
    IntakeRule {
        if (tasks == null || tasks.isEmpty()) {
            throw new IllegalArgumentException("a rule asks for nothing: give it tasks");
        }
        tasks.forEach(IntakeRule::check);
        tasks = List.copyOf(tasks);
        types = types == null ? null : List.copyOf(types);
        events = events == null ? null : List.copyOf(events);
    }

    private static void check(TaskRequest task) {
        if (task == null || TaskType.of(task.type()).isEmpty()) {
            throw new IllegalArgumentException("the task " + (task == null ? null : task.type()) + " is not offered");
        }
        if (task.type().equals(TaskType.ANSWER.wireName()) && task.asked() == null) {
            throw new IllegalArgumentException("an answer needs a question");
        }
    }

    /** Whether the rule speaks of this upload. */
    boolean fits(Upload upload) {
        return placed(upload.uri())
                && (types == null || typed(upload, types))
                && (events == null
                        || upload.removed()
                        || events.stream().anyMatch(glob -> matches(glob, upload.eventType())));
    }

    private boolean placed(String uri) {
        return prefix == null || (prefix.contains("://") ? uri : ImageAddress.path(uri)).startsWith(prefix);
    }

    private static boolean typed(Upload upload, List<String> types) {
        var told = upload.contentType();
        var type = told == null || told.equals("application/octet-stream") || told.equals("binary/octet-stream")
                ? ImageAddress.type(upload.uri()).orElse(null)
                : told.split(";", 2)[0].strip();
        return type == null || types.stream().anyMatch(glob -> matches(glob, type));
    }

    private static boolean matches(String glob, String text) {
        var pattern = Pattern.quote(glob).replace("*", "\\E.*\\Q");
        return Pattern.compile(pattern, Pattern.CASE_INSENSITIVE).matcher(text).matches();
    }
}
