package dev.sightline.index;

import java.io.IOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.StringHelper;

/** Words and runs of words that stand in texts and continue what was typed. */
final class Suggestions {
    // a single letter has tens of thousands of continuations: the first ones say enough
    private static final int MOST_TERMS_READ = 20_000;

    private final IndexReader reader;

    Suggestions(IndexReader reader) {
        this.reader = reader;
    }

    /** The continuations that most images have; none of nothing. */
    List<String> continuing(String typed, int limit) throws IOException {
        var prefix = typed.stripLeading().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
        if (prefix.isBlank() || limit < 1) {
            return List.of();
        }
        Map<String, Integer> images = new HashMap<>();
        for (var segment : reader.leaves()) {
            var terms =
                    Terms.getTerms(segment.reader(), LuceneDocuments.COMPLETION).iterator();
            count(terms, new BytesRef(prefix), images);
        }
        return images.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(limit)
                .map(Map.Entry::getKey)
                .toList();
    }

    private static void count(TermsEnum terms, BytesRef prefix, Map<String, Integer> images) throws IOException {
        if (terms.seekCeil(prefix) == TermsEnum.SeekStatus.END) {
            return;
        }
        var read = 0;
        for (var term = terms.term();
                term != null && StringHelper.startsWith(term, prefix) && read < MOST_TERMS_READ;
                term = terms.next()) {
            images.merge(term.utf8ToString(), terms.docFreq(), Integer::sum);
            read++;
        }
    }
}
