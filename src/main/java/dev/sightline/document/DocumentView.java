package dev.sightline.document;

import static java.util.Comparator.comparing;
import static java.util.Comparator.naturalOrder;
import static java.util.stream.Collectors.toCollection;

import dev.sightline.event.DocumentUpdated;
import dev.sightline.event.DocumentUpdated.Answer;
import dev.sightline.event.DocumentUpdated.Asked;
import dev.sightline.event.DocumentUpdated.Earlier;
import dev.sightline.event.DocumentUpdated.Text;
import dev.sightline.event.TextGenerated;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a history says to readers: a pure function of it, so that equal histories give equal documents. */
final class DocumentView {
    private static final int MAX_EARLIER = 3;

    private final String imageId;
    private final ImageHistory history;

    private DocumentView(String imageId, ImageHistory history) {
        this.imageId = imageId;
        this.history = history;
    }

    /** The image's document, as large as it comes; {@link DocumentSize} fits it. */
    static DocumentUpdated of(String imageId, ImageHistory history) {
        return new DocumentView(imageId, history).document();
    }

    private DocumentUpdated document() {
        var tasks = TaskStates.of(history);
        var newest = generated().max(naturalOrder());
        return new DocumentUpdated(
                imageId,
                image(newest),
                newest.map(GeneratedText::imageSha256).orElse(null),
                TaskStates.overall(tasks, history),
                tasks.stream()
                        .map(Asked::code)
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(null),
                history.asked() == null ? null : history.asked().key().requestedAt(),
                tasks,
                texts(),
                history.answers().stream()
                        .map(answer ->
                                new Answer(answer.question(), answer.language(), answer.text(), answer.version()))
                        .toList(),
                history.forgotten() ? history.deletedAt() : null,
                updatedAt());
    }

    private Stream<GeneratedText> generated() {
        return Stream.concat(history.texts().stream(), history.answers().stream());
    }

    // the latest request names the image, be it known by its own record or by a result of it
    private TextGenerated.@Nullable ImageName image(Optional<GeneratedText> newest) {
        var asked = history.asked();
        return newest.filter(text -> asked == null || text.request().compareTo(asked.key()) > 0)
                .map(GeneratedText::image)
                .orElse(asked == null ? null : asked.image());
    }

    private List<Text> texts() {
        return Stream.concat(history.texts().stream(), history.edits().stream())
                .map(statement -> (TaskLanguage) statement.group())
                .collect(toCollection(TreeSet::new))
                .stream()
                .flatMap(group -> text(group).stream())
                .toList();
    }

    private Optional<Text> text(TaskLanguage group) {
        var written = Stream.concat(
                        ofGroup(group, history.edits()).stream()
                                .filter(EditedText::stands)
                                .map(Wording::of),
                        ofGroup(group, history.texts()).stream().map(Wording::of))
                .sorted(Wording.LATEST_FIRST)
                .toList();
        var winner = Optional.ofNullable(history.standing().get(group))
                .map(Wording::of)
                .or(() ->
                        written.stream().filter(wording -> !wording.byPerson()).findFirst());
        return winner.map(words -> new Text(
                group.task(),
                group.language(),
                words.text(),
                words.version(),
                written.stream()
                        .filter(wording -> !wording.equals(words))
                        .limit(MAX_EARLIER)
                        .map(wording -> new Earlier(wording.text(), wording.version()))
                        .toList()));
    }

    private static <T extends Statement<T>> List<T> ofGroup(TaskLanguage group, List<T> statements) {
        return statements.stream()
                .filter(statement -> statement.group().equals(group))
                .toList();
    }

    private Instant updatedAt() {
        var asked = history.asked();
        return Stream.of(
                        generated().map(GeneratedText::generatedAt),
                        history.edits().stream().map(EditedText::editedAt),
                        Stream.ofNullable(asked == null ? null : asked.key().requestedAt()),
                        Stream.ofNullable(history.deletedAt()))
                .flatMap(times -> times)
                .max(naturalOrder())
                .orElse(Instant.EPOCH);
    }

    /** Words and where they come from. */
    private record Wording(Instant at, boolean byPerson, String text, DocumentUpdated.Version version) {
        // stable: models' texts of one time stay in their own order, and so do persons'
        private static final Comparator<Wording> LATEST_FIRST =
                comparing(Wording::at).thenComparing(Wording::byPerson).reversed();

        private static Wording of(GeneratedText text) {
            return new Wording(text.at(), false, text.text(), text.version());
        }

        private static Wording of(EditedText edit) {
            return new Wording(edit.at(), true, Objects.requireNonNull(edit.text()), edit.version());
        }
    }
}
