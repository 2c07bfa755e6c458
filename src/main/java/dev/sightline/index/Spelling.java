package dev.sightline.index;

import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.spell.DirectSpellChecker;
import org.apache.lucene.search.spell.SuggestMode;

/** Unknown words replaced by the nearest that stand in texts, at most two letters away. */
final class Spelling {
    private static final Pattern WORD = Pattern.compile("\\p{L}{4,}");
    private static final int CANDIDATES = 5;

    private final IndexReader reader;
    private final DirectSpellChecker checker = new DirectSpellChecker();

    Spelling(IndexReader reader) {
        this.reader = reader;
    }

    /** What may have been meant, or empty where every word is known or none is near. */
    Optional<String> corrected(String words) throws IOException {
        var corrected = new StringBuilder();
        var matcher = WORD.matcher(words);
        while (matcher.find()) {
            matcher.appendReplacement(corrected, nearest(matcher.group()));
        }
        matcher.appendTail(corrected);
        var text = corrected.toString();
        return text.equals(words) ? Optional.empty() : Optional.of(text);
    }

    private String nearest(String word) throws IOException {
        var term = new Term(LuceneDocuments.COMPLETION, word.toLowerCase(Locale.ROOT));
        var candidates = checker.suggestSimilar(term, CANDIDATES, reader, SuggestMode.SUGGEST_WHEN_NOT_IN_INDEX);
        return Arrays.stream(candidates)
                .map(candidate -> candidate.string)
                .filter(candidate -> candidate.indexOf(' ') < 0)
                .findFirst()
                .orElse(word);
    }
}
