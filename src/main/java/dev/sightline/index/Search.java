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
import org.apache.lucene.document.KeywordField;
import org.apache.lucene.document.LongField;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.FieldExistsQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.SortedNumericSelector;
import org.apache.lucene.search.TermQuery;
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
    /** Images that have a document: an embedding may arrive before it. */
    static final Query FINDABLE = new FieldExistsQuery(LuceneDocuments.STATE);

    // ranks below this change little: 1 / (60 + 200) against 1 / 61
    private static final int LEAST_DEPTH = 200;

    private final IndexSearcher searcher;
    private final Analyzer analyzer;

    Search(IndexSearcher searcher, Analyzer analyzer) {
        this.searcher = searcher;
        this.analyzer = analyzer;
    }

    SearchResults answer(SearchQuery query) throws IOException {
        var filter = filter(query.filter(), query.except());
        var words = query.words().isEmpty() ? null : every(query);
        var facets = count(words, filter);
        var anyWord = false;
        var didYouMean = Optional.<String>empty();
        if (words != null && facets.total() == 0) {
            didYouMean = new Spelling(searcher.getIndexReader()).corrected(query.words());
            words = WordsParser.any(words);
            facets = count(words, filter);
            anyWord = facets.total() > 0;
        }
        var rankings = new ArrayList<List<ScoreDoc>>();
        var rankedBy = EnumSet.noneOf(SearchResults.Ranking.class);
        var depth = Math.max(LEAST_DEPTH, query.offset() + query.limit());
        if (words != null) {
            rankings.add(byWords(words, filter, depth));
            rankedBy.add(WORDS);
        }
        for (var vector : query.vectors()) {
            rankings.add(byMeaning(vector, filter, depth));
            rankedBy.add(MEANING);
        }
        if (rankings.isEmpty()) {
            rankings.add(byTime(filter, depth));
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

    private FacetCounts count(@Nullable Query words, Query filter) throws IOException {
        var counts = new FacetCounts();
        searcher.search(words == null ? filter : within(words, filter), counts);
        return counts;
    }

    private List<ScoreDoc> byWords(Query words, Query filter, int depth) throws IOException {
        return Arrays.asList(searcher.search(within(words, filter), depth).scoreDocs);
    }

    private List<ScoreDoc> byMeaning(QueryVector vector, Query filter, int depth) throws IOException {
        var field = LuceneDocuments.vectorsOf(vector.revision());
        return Arrays.asList(
                searcher.search(new KnnFloatVectorQuery(field, vector.toArray(), depth, filter), depth).scoreDocs);
    }

    private List<ScoreDoc> byTime(Query filter, int depth) throws IOException {
        var newest = LongField.newSortField(LuceneDocuments.TIME, true, SortedNumericSelector.Type.MAX);
        return Arrays.asList(searcher.search(filter, depth, new Sort(newest, SortField.FIELD_DOC)).scoreDocs);
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

    private static Query within(Query words, Query filter) {
        return new BooleanQuery.Builder()
                .add(words, Occur.MUST)
                .add(filter, Occur.FILTER)
                .build();
    }

    private static Query filter(SearchQuery.Filter filter, @Nullable String except) {
        var query = new BooleanQuery.Builder().add(FINDABLE, Occur.FILTER);
        require(query, LuceneDocuments.TASK, filter.task());
        require(query, LuceneDocuments.STATE, filter.state());
        require(query, LuceneDocuments.LANGUAGE, filter.language());
        if (filter.model() != null) {
            query.add(
                    new BooleanQuery.Builder()
                            .add(KeywordField.newExactQuery(LuceneDocuments.MODEL, filter.model()), Occur.SHOULD)
                            .add(new TermQuery(new Term(LuceneDocuments.REVISION, filter.model())), Occur.SHOULD)
                            .build(),
                    Occur.FILTER);
        }
        if (filter.from() != null || filter.to() != null) {
            var from = filter.from() == null ? Long.MIN_VALUE : LuceneDocuments.millis(filter.from());
            var to = filter.to() == null
                    ? Long.MAX_VALUE
                    : Math.max(LuceneDocuments.millis(filter.to()), Long.MIN_VALUE + 1) - 1;
            query.add(LongField.newRangeQuery(LuceneDocuments.TIME, from, to), Occur.FILTER);
        }
        if (except != null) {
            query.add(new MatchAllDocsQuery(), Occur.FILTER);
            query.add(new TermQuery(LuceneDocuments.id(except)), Occur.MUST_NOT);
        }
        return query.build();
    }

    private static void require(BooleanQuery.Builder query, String field, @Nullable String value) {
        if (value != null) {
            query.add(KeywordField.newExactQuery(field, value), Occur.FILTER);
        }
    }
}
