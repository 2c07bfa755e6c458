package dev.sightline.index;

import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.document.LongField;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.jspecify.annotations.Nullable;

/** The images that have a document and pass a query's filter; no query costs more for the conditions that it has not. */
final class PassingImages {
    private final List<BooleanClause> conditions = new ArrayList<>();

    private PassingImages() {}

    /** Every image that can be found. */
    static Query all() {
        return new PassingImages().query();
    }

    /** Those of this query. */
    static PassingImages of(SearchQuery query) {
        var passing = new PassingImages();
        var filter = query.filter();
        passing.require(LuceneDocuments.TASK, filter.task());
        passing.require(LuceneDocuments.STATE, filter.state());
        passing.require(LuceneDocuments.LANGUAGE, filter.language());
        if (filter.model() != null) {
            passing.require(new BooleanQuery.Builder()
                    .add(new TermQuery(new Term(LuceneDocuments.MODEL, filter.model())), Occur.SHOULD)
                    .add(new TermQuery(new Term(LuceneDocuments.REVISION, filter.model())), Occur.SHOULD)
                    .build());
        }
        if (filter.from() != null || filter.to() != null) {
            passing.require(between(filter));
        }
        if (query.except() != null) {
            passing.exclude(LuceneDocuments.id(query.except()));
        }
        return passing;
    }

    /** All of them. */
    Query query() {
        return with(new BooleanClause(new MatchAllDocsQuery(), Occur.FILTER));
    }

    /** Those that match the words, scored by them. */
    Query matching(Query words) {
        return with(new BooleanClause(words, Occur.MUST));
    }

    /** Those that have a vector, which only images with a document have; null where all of these pass. */
    @Nullable
    Query placed() {
        return conditions.isEmpty() ? null : query();
    }

    private Query with(BooleanClause clause) {
        var query = new BooleanQuery.Builder().add(clause);
        conditions.forEach(query::add);
        // most of the time there are none: their exclusion then costs nothing
        return query.add(new TermQuery(LuceneDocuments.undocumented()), Occur.MUST_NOT)
                .build();
    }

    private void require(String field, @Nullable String value) {
        if (value != null) {
            require(new TermQuery(new Term(field, value)));
        }
    }

    private void require(Query condition) {
        conditions.add(new BooleanClause(condition, Occur.FILTER));
    }

    private void exclude(Term term) {
        conditions.add(new BooleanClause(new TermQuery(term), Occur.MUST_NOT));
    }

    private static Query between(SearchQuery.Filter filter) {
        var from = filter.from() == null ? Long.MIN_VALUE : LuceneDocuments.millis(filter.from());
        var to = filter.to() == null
                ? Long.MAX_VALUE
                : Math.max(LuceneDocuments.millis(filter.to()), Long.MIN_VALUE + 1) - 1;
        return LongField.newRangeQuery(LuceneDocuments.TIME, from, to);
    }
}
