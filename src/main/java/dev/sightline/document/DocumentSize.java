package dev.sightline.document;

import static java.util.Comparator.comparing;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.sightline.event.DocumentUpdated;
import dev.sightline.event.DocumentUpdated.Answer;
import dev.sightline.event.DocumentUpdated.Earlier;
import dev.sightline.event.DocumentUpdated.Origin;
import dev.sightline.event.DocumentUpdated.Text;
import dev.sightline.event.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Fits a document into its limit: what does not fit is left out, the least valuable first. Earlier texts go before
 * answers, those before winning texts, and the words of persons last; the oldest first among equals.
 */
final class DocumentSize {
    private static final Comparator<Text> MOST_VALUABLE_FIRST = comparing(
                    (Text text) -> text.version().origin() != Origin.GENERATED)
            .thenComparing(text -> text.version().at())
            .reversed();

    private int left = DocumentUpdated.MAX_BYTES;

    private DocumentSize() {}

    /** The document, or what of it takes at most 64 KiB. */
    static DocumentUpdated fit(DocumentUpdated document) {
        return bytes(document).length <= DocumentUpdated.MAX_BYTES ? document : new DocumentSize().reduced(document);
    }

    private DocumentUpdated reduced(DocumentUpdated document) {
        left -= bytes(with(document, List.of(), List.of())).length;
        var winners = document.texts().stream()
                .sorted(MOST_VALUABLE_FIRST)
                .takeWhile(text -> take(without(text)))
                .toList();
        var answers = document.answers().stream().takeWhile(this::take).toList();
        Set<Earlier> earlier = new HashSet<>();
        winners.stream()
                .flatMap(text -> text.earlier().stream())
                .sorted(comparing((Earlier text) -> text.version().at()).reversed())
                .takeWhile(this::take)
                .forEach(earlier::add);
        var texts = new ArrayList<Text>();
        for (var text : document.texts()) {
            if (winners.contains(text)) {
                texts.add(with(
                        text, text.earlier().stream().filter(earlier::contains).toList()));
            }
        }
        return with(document, texts, answers);
    }

    private boolean take(Object piece) {
        left -= bytes(piece).length + 1; // and a comma
        return left >= 0;
    }

    private static Text without(Text text) {
        return with(text, List.of());
    }

    private static Text with(Text text, List<Earlier> earlier) {
        return new Text(text.task(), text.language(), text.text(), text.version(), earlier);
    }

    private static DocumentUpdated with(DocumentUpdated document, List<Text> texts, List<Answer> answers) {
        return new DocumentUpdated(
                document.imageId(),
                document.image(),
                document.imageSha256(),
                document.state(),
                document.code(),
                document.requestedAt(),
                document.tasks(),
                texts,
                answers,
                document.deletedAt(),
                document.updatedAt());
    }

    /** A document, or a part of one, as it is sent. */
    static byte[] bytes(Object value) {
        try {
            return Json.mapper().writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a document is plain data", e);
        }
    }
}
