package dev.sightline.index;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is looked for. Words and vectors each rank the images that pass the filter; with neither, the newest come first.
 *
 * @param words   as typed: all of them, {@code "phrases"}, {@code prefix*}, {@code -not}, {@code either|or}, {@code tyop~}
 * @param vectors near which images may lie
 * @param filter  what holds of every image found
 * @param except  an image that is not wanted: the one that others shall be like
 * @param offset  how many of the best to leave out
 * @param limit   how many to show
 */
public record SearchQuery(
        String words, List<QueryVector> vectors, Filter filter, @Nullable String except, int offset, int limit) {
    /** Longest text taken: what is longer is no search. */
    public static final int MAX_WORDS_LENGTH = 1000;
    /** Most images shown at once. */
    public static final int MAX_LIMIT = 200;
    /** Deepest page: beyond it a filter serves better than turning pages. */
    public static final int MAX_OFFSET = 10_000;

    public SearchQuery {
        words = words.strip();
        vectors = List.copyOf(vectors);
        if (words.length() > MAX_WORDS_LENGTH) {
            throw new IllegalArgumentException("q has at most " + MAX_WORDS_LENGTH + " characters");
        }
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new IllegalArgumentException("limit is between 1 and " + MAX_LIMIT);
        }
        if (offset < 0 || offset > MAX_OFFSET) {
            throw new IllegalArgumentException("offset is between 0 and " + MAX_OFFSET);
        }
    }

    /** The best images by words alone. */
    public static SearchQuery words(String words, int limit) {
        return new SearchQuery(words, List.of(), Filter.NONE, null, 0, limit);
    }

    /** The same, for those that pass the filter. */
    public SearchQuery within(Filter narrower) {
        return new SearchQuery(words, vectors, narrower, except, offset, limit);
    }

    /** The same, ranked also by nearness to the vector. */
    public SearchQuery near(QueryVector vector) {
        return new SearchQuery(words, List.of(vector), filter, except, offset, limit);
    }

    /**
     * What holds of every image found; an absent one always holds.
     *
     * @param task     has a text of this task; the words are then looked for in those texts alone
     * @param model    has a text by this model, given by its id or its revision
     * @param state    is in this state
     * @param language has a text in this language
     * @param from     changed then or later
     * @param to       changed before then
     */
    public record Filter(
            @Nullable String task,
            @Nullable String model,
            @Nullable String state,
            @Nullable String language,
            @Nullable Instant from,
            @Nullable Instant to) {
        /** Every image passes. */
        public static final Filter NONE = new Filter(null, null, null, null, null, null);
    }
}
