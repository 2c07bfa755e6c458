package dev.sightline.index;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sightline.event.DocumentUpdated;
import dev.sightline.event.TaskType;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What can be found of an image: the part of its document that a search shows.
 *
 * @param imageId   the image
 * @param uri       its address without the query; absent where only a person has said something of it
 * @param name      its file name, for people
 * @param state     how far it is: {@code processed}, {@code failed} and the others of the contract
 * @param updatedAt when the newest of its texts was asked for or edited
 * @param texts     the texts that hold, and the answers
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ImageEntry(
        String imageId,
        @Nullable String uri,
        @Nullable String name,
        String state,
        Instant updatedAt,
        List<Text> texts) {
    public ImageEntry {
        texts = List.copyOf(texts);
    }

    /** What a search shows of the document. */
    static ImageEntry of(DocumentUpdated document) {
        var image = document.image();
        return new ImageEntry(
                document.imageId(),
                image == null ? null : image.uri(),
                image == null ? null : image.name(),
                document.state().wireName(),
                document.updatedAt(),
                Stream.concat(
                                document.texts().stream().map(Text::of),
                                document.answers().stream().map(Text::of))
                        .toList());
    }

    /**
     * One text of an image.
     *
     * @param task     wire name of what was asked
     * @param language BCP 47 tag
     * @param question what was asked, where the text is an answer
     * @param text     the words
     * @param model    id of the model that wrote it; absent where a person did
     * @param revision revision of that model
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Text(
            String task,
            String language,
            @Nullable String question,
            String text,
            @Nullable String model,
            @Nullable String revision) {
        private static Text of(DocumentUpdated.Text text) {
            return of(text.task(), text.language(), null, text.text(), text.version());
        }

        private static Text of(DocumentUpdated.Answer answer) {
            return of(TaskType.ANSWER, answer.language(), answer.question(), answer.text(), answer.version());
        }

        private static Text of(
                TaskType task,
                String language,
                @Nullable String question,
                String text,
                DocumentUpdated.Version version) {
            var model = version.model();
            return new Text(
                    task.wireName(),
                    language,
                    question,
                    text,
                    model == null ? null : model.id(),
                    model == null ? null : model.revision());
        }
    }
}
