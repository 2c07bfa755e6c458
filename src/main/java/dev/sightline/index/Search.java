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
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.document.LongField;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.SortedNumericSelector;
import org.jspecify.annotations.Nullable;

/**
 * One query against one view of the index.
 *
 * <pre>
 * words  ──▶ BM25 ───┐
 * vector ──▶ HNSW ───┼──▶ reciprocal ranks ──▶ page ──▶ marked texts
 * filter ──▶ (both) ─┘
 * </pre>
 */
final class Search {
    // ranks below this change little: 1 / (60 + 100) against 1 / 61
    private static final int LEAST_DEPTH = 100;

    private final IndexSearcher searcher;
    private final Analyzer analyzer;

    Search(IndexSearcher searcher, Analyzer analyzer) {
        this.searcher = searcher;
        this.analyzer = analyzer;
    }

    SearchResults answer(SearchQuery query) throws IOException {
        var passing = PassingImages.of(query);
        var words = query.words().isEmpty() ? null : every(query);
        var facets = count(words, passing);
        var anyWord = false;
        var didYouMean = Optional.<String>empty();
        if (words != null && facets.total() == 0) {
            didYouMean = new Spelling(searcher.getIndexReader()).corrected(query.words());
            words = WordsParser.any(words);
            facets = count(words, passing);
            anyWord = facets.total() > 0;
        }
        var rankings = new ArrayList<List<ScoreDoc>>();
        var rankedBy = EnumSet.noneOf(SearchResults.Ranking.class);
        var depth = Math.max(LEAST_DEPTH, query.offset() + query.limit());
        if (words != null) {
            rankings.add(byWords(words, passing, depth));
            rankedBy.add(WORDS);
        }
        for (var vector : query.vectors()) {
            rankings.add(byMeaning(vector, passing, depth));
            rankedBy.add(MEANING);
        }
        if (rankings.isEmpty()) {
            rankings.add(byTime(passing, depth));
            rankedBy.add(TIME);
        }
        var hits = hits(
                page(ReciprocalRanks.fuse(rankings), query),
                words,
                query.filter().task());
        return new SearchResults(facets.total(), hits, facets.counts(), rankedBy, anyWord, didYouMean);
    }

    private Query every(SearchQuery query) {
        return new WordsParser(analyzer, query.filter().task()).every(query.words());
    }

    private FacetCounts count(@Nullable Query words, PassingImages passing) throws IOException {
        var counts = new FacetCounts();
        searcher.search(words == null ? passing.query() : passing.matching(words), counts);
        return counts;
    }

    private List<ScoreDoc> byWords(Query words, PassingImages passing, int depth) throws IOException {
        return Arrays.asList(searcher.search(passing.matching(words), depth).scoreDocs);
    }

    private List<ScoreDoc> byMeaning(QueryVector vector, PassingImages passing, int depth) throws IOException {
        var nearest =
                new KnnFloatVectorQuery(LuceneDocuments.vectorsLike(vector), vector.toArray(), depth, passing.placed());
        return Arrays.asList(searcher.search(nearest, depth).scoreDocs);
    }

    private List<ScoreDoc> byTime(PassingImages passing, int depth) throws IOException {
        var newest = LongField.newSortField(LuceneDocuments.TIME, true, SortedNumericSelector.Type.MAX);
        return Arrays.asList(searcher.search(passing.query(), depth, new Sort(newest, SortField.FIELD_DOC)).scoreDocs);
    }

    private static List<ScoreDoc> page(List<ScoreDoc> ranked, SearchQuery query) {
        var from = Math.min(query.offset(), ranked.size());
        return ranked.subList(from, Math.min(from + query.limit(), ranked.size()));
    }

    private List<SearchResults.Hit> hits(List<ScoreDoc> page, @Nullable Query words, @Nullable String task)
            throws IOException {
        var marks = new Marks(analyzer, words, task);
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
