package dev.sightline.index;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.uhighlight.DefaultPassageFormatter;
import org.apache.lucene.search.uhighlight.UnifiedHighlighter;
import org.apache.lucene.search.uhighlight.WholeBreakIterator;
import org.jspecify.annotations.Nullable;

/** Marks where a query's words stand in texts, by analysing the few texts that are shown. */
final class Marks {
    private final UnifiedHighlighter highlighter;
    private final @Nullable Query words;
    private final @Nullable String task;

    /**
     * Marks of these words.
     *
     * @param words what was looked for, or null where nothing was by words
     * @param task  the only task whose texts were looked through, or null for all
     */
    Marks(Analyzer analyzer, @Nullable Query words, @Nullable String task) {
        this.words = words;
        this.task = task;
        highlighter = UnifiedHighlighter.builderWithoutSearcher(analyzer)
                .withBreakIterator(WholeBreakIterator::new)
                .withFormatter(new DefaultPassageFormatter("<mark>", "</mark>", "… ", true))
                .withMaxNoHighlightPassages(0)
                .withFieldMatcher(field -> true)
                .withWeightMatches(false) // a text is marked also where other words stand in another text or the name
                .build();
    }

    List<SearchResults.MarkedText> in(List<ImageEntry.Text> texts) throws IOException {
        var marked = new ArrayList<SearchResults.MarkedText>();
        for (var text : texts) {
            marked.add(new SearchResults.MarkedText(text, marked(text)));
        }
        return marked;
    }

    private @Nullable String marked(ImageEntry.Text text) throws IOException {
        if (words == null || (task != null && !task.equals(text.task()))) {
            return null;
        }
        var found = highlighter.highlightWithoutSearcher(LuceneDocuments.TEXT, words, text.text(), 1);
        return found == null ? null : found.toString();
    }
}
