package dev.sightline.index;

import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.StopFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.en.EnglishPossessiveFilter;
import org.apache.lucene.analysis.en.PorterStemFilter;
import org.apache.lucene.analysis.miscellaneous.ASCIIFoldingFilter;
import org.apache.lucene.analysis.miscellaneous.KeywordRepeatFilter;
import org.apache.lucene.analysis.miscellaneous.RemoveDuplicatesTokenFilter;
import org.apache.lucene.analysis.standard.StandardTokenizer;

/**
 * English words, each as it stands and as its stem at the same position: {@code riding} is found by {@code ride}, by
 * {@code "riding a horse"} and by {@code ridin*} in one field. A word as it stands counts more than another of its stem.
 */
final class CaptionAnalyzer extends Analyzer {
    @Override
    protected TokenStreamComponents createComponents(String field) {
        var words = new StandardTokenizer();
        TokenStream tokens = new EnglishPossessiveFilter(words);
        tokens = normalize(field, tokens);
        tokens = new StopFilter(tokens, EnglishAnalyzer.ENGLISH_STOP_WORDS_SET);
        tokens = new PorterStemFilter(new KeywordRepeatFilter(tokens));
        return new TokenStreamComponents(words, new RemoveDuplicatesTokenFilter(tokens));
    }

    @Override
    protected TokenStream normalize(String field, TokenStream tokens) {
        return new ASCIIFoldingFilter(new LowerCaseFilter(tokens));
    }
}
