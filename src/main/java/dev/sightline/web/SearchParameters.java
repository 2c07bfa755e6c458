package dev.sightline.web;

import dev.sightline.event.DocumentUpdated;
import dev.sightline.event.ImageId;
import dev.sightline.event.TaskType;
import dev.sightline.failure.FailureCode;
import dev.sightline.index.QueryVector;
import dev.sightline.index.SearchQuery;
import jakarta.ws.rs.core.MultivaluedMap;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What stands in a search's query string.
 *
 * @param words  {@code q}
 * @param like   id of the image that others shall be like
 * @param filter {@code task, model, state, language, from, to}
 * @param offset how many of the best to leave out
 * @param limit  how many to show
 */
record SearchParameters(String words, @Nullable String like, SearchQuery.Filter filter, int offset, int limit) {
    private static final int DEFAULT_LIMIT = 20;

    /**
     * Reads them.
     *
     * @throws dev.sightline.failure.CaptionException {@code event_malformed} naming what is wrong
     */
    static SearchParameters of(MultivaluedMap<String, String> query) {
        var parameters = new Parameters(query);
        return new SearchParameters(
                parameters.text("q", words -> words, ""),
                parameters.text("like", ImageId::check, null),
                new SearchQuery.Filter(
                        parameters.text("task", SearchParameters::task, null),
                        parameters.text("model"),
                        parameters.text("state", SearchParameters::state, null),
                        parameters.text("language"),
                        parameters.text("from", SearchParameters::time, null),
                        parameters.text("to", SearchParameters::time, null)),
                parameters.text("offset", Integer::valueOf, 0),
                parameters.text("limit", Integer::valueOf, DEFAULT_LIMIT));
    }

    /** The query near these vectors. */
    SearchQuery near(List<QueryVector> vectors) {
        try {
            return new SearchQuery(words, vectors, filter, like, offset, limit);
        } catch (IllegalArgumentException e) {
            throw FailureCode.EVENT_MALFORMED.because(e.getMessage()).toException();
        }
    }

    private static String task(String text) {
        return oneOf(Stream.of(TaskType.values()).map(TaskType::wireName), text);
    }

    private static String state(String text) {
        return oneOf(Stream.of(DocumentUpdated.State.values()).map(DocumentUpdated.State::wireName), text);
    }

    // one that no image can have would find nothing, and not say why
    private static String oneOf(Stream<String> all, String text) {
        var names = all.toList();
        if (!names.contains(text)) {
            throw new IllegalArgumentException("one of " + String.join(", ", names));
        }
        return text;
    }

    private static Instant time(String text) {
        return OffsetDateTime.parse(text).toInstant();
    }

    private record Parameters(MultivaluedMap<String, String> query) {
        @Nullable
        String text(String name) {
            return text(name, text -> text, null);
        }

        <T extends @Nullable Object> T text(String name, Function<String, T> parse, T absent) {
            var text = query.getFirst(name);
            if (text == null || text.isBlank()) {
                return absent;
            }
            try {
                return parse.apply(text);
            } catch (IllegalArgumentException | DateTimeParseException e) {
                throw FailureCode.EVENT_MALFORMED
                        .because(name + " is not what it must be: " + e.getMessage())
                        .toException();
            }
        }
    }
}
