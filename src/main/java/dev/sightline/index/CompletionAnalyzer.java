package dev.sightline.index;

import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.FilteringTokenFilter;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.en.EnglishPossessiveFilter;
import org.apache.lucene.analysis.shingle.ShingleFilter;
import org.apache.lucene.analysis.standard.StandardTokenizer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;

/** What can be suggested: words as they stand, and runs of two or three that neither begin nor end with a stop word. */
final class CompletionAnalyzer extends Analyzer {
    @Override
    protected TokenStreamComponents createComponents(String field) {
        var words = new StandardTokenizer();
        var runs = new ShingleFilter(new LowerCaseFilter(new EnglishPossessiveFilter(words)), 2, 3);
        return new TokenStreamComponents(words, new WithoutStopWordsAtTheEdges(runs));
    }

    @Override
    protected TokenStream normalize(String field, TokenStream tokens) {
        return new LowerCaseFilter(tokens);
    }

    private static final class WithoutStopWordsAtTheEdges extends FilteringTokenFilter {
        private static final CharArraySet STOP_WORDS = EnglishAnalyzer.ENGLISH_STOP_WORDS_SET;
        private final CharTermAttribute run = addAttribute(CharTermAttribute.class);

        WithoutStopWordsAtTheEdges(TokenStream input) {
            super(input);
        }

        @Override
        protected boolean accept() {
            var first = 0;
            while (first < run.length() && run.charAt(first) != ' ') {
                first++;
            }
            var last = run.length();
            while (last > 0 && run.charAt(last - 1) != ' ') {
                last--;
            }
            return !STOP_WORDS.contains(run.buffer(), 0, first)
                    && !STOP_WORDS.contains(run.buffer(), last, run.length() - last);
        }
    }
}
