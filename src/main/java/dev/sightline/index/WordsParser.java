package dev.sightline.index;

import java.util.Map;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.queryparser.simple.SimpleQueryParser;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.jspecify.annotations.Nullable;

/** What people type, as a query: all words, phrases, prefixes, exclusions. Nothing typed is an error. */
final class WordsParser {
    // a file's name says less of a picture than its caption
    private static final float NAME_WEIGHT = 0.5f;

    private final SimpleQueryParser parser;

    /**
     * A parser over the texts of one task, or of all.
     *
     * @param task the task's wire name, or null for all of them
     */
    WordsParser(Analyzer analyzer, @Nullable String task) {
        var fields = task == null
                ? Map.of(LuceneDocuments.TEXT, 1f, LuceneDocuments.NAME, NAME_WEIGHT)
                : Map.of(LuceneDocuments.textOf(task), 1f);
        parser = new SimpleQueryParser(analyzer, fields);
        parser.setDefaultOperator(Occur.MUST);
    }

    /** The query that wants every word. */
    Query every(String words) {
        var query = parser.parse(words);
        return query == null ? new MatchNoDocsQuery("no words") : query;
    }

    /** The same query content with any of its words; exclusions hold as before. */
    static Query any(Query every) {
        if (!(every instanceof BooleanQuery all)) {
            return every;
        }
        var any = new BooleanQuery.Builder().setMinimumNumberShouldMatch(1);
        for (var clause : all) {
            any.add(wanted(clause) ? new BooleanClause(clause.getQuery(), Occur.SHOULD) : clause);
        }
        return any.build();
    }

    private static boolean wanted(BooleanClause clause) {
        var excludes = clause.getQuery() instanceof BooleanQuery nested
                && nested.clauses().stream().anyMatch(inner -> inner.getOccur() == Occur.MUST_NOT);
        return clause.getOccur() == Occur.MUST && !excludes;
    }
}
