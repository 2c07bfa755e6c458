package dev.sightline.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A text about an image: {@code dev.sightline.caption.generated.v1} for caption, alt, describe and story,
 * {@code dev.sightline.answer.generated.v1} for answers. The fields are the contract's.
 *
 * @param imageId      the image
 * @param image        its address and name as the request gave them
 * @param requestId    the request
 * @param requestedAt  when it was asked
 * @param taskId       the task within the request
 * @param task         the task's type
 * @param question     what is answered: the question, or the last thing the user said; absent unless it is an answer
 * @param text         what was generated
 * @param language     BCP 47 tag of the text
 * @param finishReason {@code stop} or {@code length}
 * @param model        which model, in which revision
 * @param prompt       which prompt, and the hash of its words
 * @param parameters   as they held in effect
 * @param contentKey   names the work: the same key is the same work
 * @param imageSha256  hash of the image's bytes
 * @param usage        counted tokens
 * @param timings      milliseconds a stage
 * @param logprob      mean log-probability of the generated tokens
 * @param logprobs     each generated token with its rivals, where asked for
 * @param alternatives further texts, where several were asked for
 * @param alt          what the alt decision was; absent where none was made
 * @param reused       whether an earlier result was taken
 * @param replay       the replay this belongs to
 * @param generatedAt  when the text was made
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TextGenerated(
        String imageId,
        ImageName image,
        String requestId,
        Instant requestedAt,
        String taskId,
        TaskType task,
        @Nullable String question,
        String text,
        String language,
        String finishReason,
        Model model,
        Prompt prompt,
        GenerationParameters parameters,
        String contentKey,
        String imageSha256,
        Usage usage,
        Map<String, Double> timings,
        double logprob,
        @Nullable List<TokenLogprob> logprobs,
        @Nullable List<Alternative> alternatives,
        @Nullable Alt alt,
        boolean reused,
        ImageSubmitted.@Nullable Replay replay,
        Instant generatedAt) {
    /** The type of texts that describe. */
    public static final String CAPTION_TYPE = "dev.sightline.caption.generated.v1";
    /** The type of texts that answer. */
    public static final String ANSWER_TYPE = "dev.sightline.answer.generated.v1";

    public TextGenerated {
        timings = Map.copyOf(timings);
        logprobs = logprobs == null ? null : List.copyOf(logprobs);
        alternatives = alternatives == null ? null : List.copyOf(alternatives);
    }

    /** The event's type: answers have their own. */
    public String type() {
        return task == TaskType.ANSWER ? ANSWER_TYPE : CAPTION_TYPE;
    }

    /** The event's id: the same work has the same id, other work another. */
    public String eventId() {
        return NameBasedUuid.of(requestId, taskId, contentKey).toString();
    }

    /**
     * The image as the request named it.
     *
     * @param uri      its address
     * @param name     its name for people
     * @param keptRows the part of its rows that a damaged file still had; absent where all were there
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ImageName(String uri, @Nullable String name, @Nullable Double keptRows) {
        /** An image whose file was whole. */
        public ImageName(String uri, @Nullable String name) {
            this(uri, name, null);
        }
    }

    /** The model's name, and the hash over the files loaded and the precision run. */
    public record Model(String id, String revision) {}

    /** The prompt's name, and the SHA-256 of its words. */
    public record Prompt(String id, String hash) {}

    /**
     * One generated token.
     *
     * @param token   its text
     * @param logprob its log-probability
     * @param top     the likeliest tokens at its place, likeliest first; absent of those themselves
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record TokenLogprob(String token, double logprob, @Nullable List<TokenLogprob> top) {
        public TokenLogprob {
            top = top == null ? null : List.copyOf(top);
        }
    }

    /**
     * Another text for the same image and task.
     *
     * @param text         what was generated
     * @param finishReason {@code stop} or {@code length}
     * @param logprob      mean log-probability of its tokens
     * @param logprobs     each of its tokens with its rivals, where asked for
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Alternative(String text, String finishReason, double logprob, @Nullable List<TokenLogprob> logprobs) {
        public Alternative {
            logprobs = logprobs == null ? null : List.copyOf(logprobs);
        }
    }

    /** Tokens the image took, tokens of the whole prompt, tokens generated of all texts. */
    public record Usage(int imageTokens, int promptTokens, int completionTokens) {}

    /** Reserved for the alt decision. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Alt(String decision, @Nullable String longDescription) {}
}
