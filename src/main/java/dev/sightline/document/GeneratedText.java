package dev.sightline.document;

import static java.util.Comparator.comparing;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sightline.event.DocumentUpdated.Origin;
import dev.sightline.event.DocumentUpdated.Version;
import dev.sightline.event.TaskType;
import dev.sightline.event.TextGenerated;
import java.time.Instant;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * A text that a model wrote, as far as a document needs it; the fields are those of {@link TextGenerated}.
 *
 * @param request     the request that asked for it
 * @param generatedAt when it was written
 * @param eventId     the event that brought it
 * @param promptHash  hash of the prompt's words: of an answer, what names the question
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record GeneratedText(
        RequestKey request,
        Instant generatedAt,
        String eventId,
        String taskId,
        TaskType task,
        String language,
        String promptHash,
        @Nullable String question,
        String text,
        TextGenerated.ImageName image,
        String imageSha256,
        TextGenerated.Model model,
        double logprob,
        TextGenerated.@Nullable Alt alt)
        implements Statement<GeneratedText> {
    // the same event computed twice may differ in its words: they come last, so that the order is total
    private static final Comparator<GeneratedText> ORDER = comparing(GeneratedText::request)
            .thenComparing(GeneratedText::generatedAt)
            .thenComparing(GeneratedText::eventId)
            .thenComparing(GeneratedText::toString);

    @Override
    public Instant at() {
        return request.requestedAt();
    }

    @Override
    public Object group() {
        return task == TaskType.ANSWER ? promptHash : new TaskLanguage(task, language);
    }

    /** Where the words come from. */
    Version version() {
        return new Version(eventId, Origin.GENERATED, at(), model, null, logprob, alt);
    }

    @Override
    public int compareTo(GeneratedText other) {
        return ORDER.compare(this, other);
    }
}
