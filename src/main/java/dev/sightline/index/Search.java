package dev.sightline.index;

import static dev.sightline.index.SearchResults.Ranking.MEANING;
import static dev.sightline.index.SearchResults.Ranking.TIME;
import static dev.sightline.index.SearchResults.Ranking.WORDS;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.document.LongField;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.SortedNumericSelector;
import org.apache.lucene.search.TaskExecutor;
import org.jspecify.annotations.Nullable;

/**
 * One query against one view of the index, asked once.
 *
 * <pre>
 * words  ──▶ BM25, facets ──┐
 * vector ──▶ HNSW ──────────┼──▶ reciprocal ranks ──▶ page ──▶ marked texts
 * filter ──▶ (both) ────────┘
 * </pre>
 *
 * <p>Words and vectors are looked up beside each other; each on one thread, so that the same view gives the same answer.
 */
final class Search {
    // ranks below this change little: 1 / (60 + 100) against 1 / 61
    private static final int LEAST_DEPTH = 100;

    private final IndexSearcher searcher;
    private final TaskExecutor beside;
    private final Analyzer analyzer;
    private final SearchQuery query;
    private final PassingImages passing;
    private final int depth;

    // what the words' thread finds, read when it is through
    private FacetCounts facets = new FacetCounts();
    private @Nullable Query words;
    private boolean anyWord;
    private Optional<String> didYouMean = Optional.empty();

    Search(IndexSearcher searcher, TaskExecutor beside, Analyzer analyzer, SearchQuery query) {
        this.searcher = searcher;
        this.beside = beside;
        this.analyzer = analyzer;
        this.query = query;
        this.passing = PassingImages.of(query);
        this.depth = Math.max(LEAST_DEPTH, query.offset() + query.limit());
    }

    SearchResults answer() throws IOException {
        var lookups = new ArrayList<Callable<Optional<List<ScoreDoc>>>>();
        query.vectors().forEach(vector -> lookups.add(() -> Optional.of(byMeaning(vector))));
        // the thread that asks takes part
        lookups.add(this::byWords);
        var rankings =
                beside.invokeAll(lookups).stream().flatMap(Optional::stream).toList();
        var hits = hits(page(ReciprocalRanks.fuse(rankings)));
        return new SearchResults(facets.total(), hits, facets.counts(), rankedBy(), anyWord, didYouMean);
    }

    // without words every image that passes is counted, and where there is no vector either the newest come first
    private Optional<List<ScoreDoc>> byWords() throws IOException {
        if (query.words().isEmpty()) {
            facets = count(passing.query());
            return query.vectors().isEmpty() ? Optional.of(byTime()) : Optional.empty();
        }
        words = new WordsParser(analyzer, query.filter().task()).every(query.words());
        facets = count(passing.matching(words));
        if (facets.total() == 0) {
            didYouMean = new Spelling(searcher.getIndexReader()).corrected(query.words());
            words = WordsParser.any(words);
            facets = count(passing.matching(words));
            anyWord = facets.total() > 0;
        }
        return Optional.of(ranked(passing.matching(words)));
    }

    private List<ScoreDoc> byMeaning(QueryVector vector) throws IOException {
        return ranked(new KnnFloatVectorQuery(
                LuceneDocuments.vectorsLike(vector), vector.toArray(), depth, passing.placed()));
    }

    private List<ScoreDoc> byTime() throws IOException {
        var newest = LongField.newSortField(LuceneDocuments.TIME, true, SortedNumericSelector.Type.MAX);
        return Arrays.asList(searcher.search(passing.query(), depth, new Sort(newest, SortField.FIELD_DOC)).scoreDocs);
    }

    private List<ScoreDoc> ranked(Query matching) throws IOException {
        return Arrays.asList(searcher.search(matching, depth).scoreDocs);
    }

    private FacetCounts count(Query matching) throws IOException {
        return searcher.search(matching, FacetCounts.OF_ALL_SLICES);
    }

    private EnumSet<SearchResults.Ranking> rankedBy() {
        var rankings = EnumSet.noneOf(SearchResults.Ranking.class);
        if (!query.words().isEmpty()) {
            rankings.add(WORDS);
        }
        if (!query.vectors().isEmpty()) {
            rankings.add(MEANING);
        }
        return rankings.isEmpty() ? EnumSet.of(TIME) : rankings;
    }

    private List<ScoreDoc> page(List<ScoreDoc> ranked) {
        var from = Math.min(query.offset(), ranked.size());
        return ranked.subList(from, Math.min(from + query.limit(), ranked.size()));
    }

    private List<SearchResults.Hit> hits(List<ScoreDoc> page) throws IOException {
        var marks = new Marks(analyzer, words, query.filter().task());
        var stored = searcher.storedFields();
        var hits = new ArrayList<SearchResults.Hit>();
        for (var found : page) {
            var entry = LuceneDocuments.readEntry(stored, found.doc);
            // of images ranked by time there is no score
            var score = Float.isNaN(found.score) ? 0 : found.score;
            hits.add(new SearchResults.Hit(entry, score, marks.in(entry.texts())));
        }
        return hits;
    }
}
