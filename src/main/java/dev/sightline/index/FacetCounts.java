package dev.sightline.index;

import static java.util.stream.Collectors.toMap;

import java.io.IOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SortedSetDocValues;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.SimpleCollector;

/** Counts the images of a query, and of each value of a few fields. */
final class FacetCounts extends SimpleCollector {
    private static final List<String> FIELDS =
            List.of(LuceneDocuments.STATE, LuceneDocuments.TASK, LuceneDocuments.MODEL, LuceneDocuments.LANGUAGE);

    private final Map<String, Map<String, Long>> counts = new LinkedHashMap<>();
    private final SortedSetDocValues[] values = new SortedSetDocValues[FIELDS.size()];
    private final long[][] segmentCounts = new long[FIELDS.size()][];
    private long total;

    /** Images counted. */
    long total() {
        return total;
    }

    /** Field → value → images, most first. */
    Map<String, Map<String, Long>> counts() {
        var sorted = new LinkedHashMap<String, Map<String, Long>>();
        var mostFirst = Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey());
        counts.forEach((field, ofField) -> sorted.put(
                field,
                ofField.entrySet().stream()
                        .sorted(mostFirst)
                        .collect(toMap(Map.Entry::getKey, Map.Entry::getValue, (a, b) -> a, LinkedHashMap::new))));
        return sorted;
    }

    @Override
    public ScoreMode scoreMode() {
        return ScoreMode.COMPLETE_NO_SCORES;
    }

    @Override
    protected void doSetNextReader(LeafReaderContext segment) throws IOException {
        for (var i = 0; i < values.length; i++) {
            values[i] = DocValues.getSortedSet(segment.reader(), FIELDS.get(i));
            segmentCounts[i] = new long[(int) values[i].getValueCount()];
        }
    }

    @Override
    public void collect(int document) throws IOException {
        total++;
        for (var i = 0; i < values.length; i++) {
            if (values[i].advanceExact(document)) {
                for (var n = values[i].docValueCount(); n > 0; n--) {
                    segmentCounts[i][(int) values[i].nextOrd()]++;
                }
            }
        }
    }

    @Override
    public void finish() throws IOException {
        for (var i = 0; i < values.length; i++) {
            var ofField = counts.computeIfAbsent(FIELDS.get(i), field -> new HashMap<>());
            for (var ordinal = 0; ordinal < segmentCounts[i].length; ordinal++) {
                if (segmentCounts[i][ordinal] > 0) {
                    var value = values[i].lookupOrd(ordinal).utf8ToString();
                    ofField.merge(value, segmentCounts[i][ordinal], Long::sum);
                }
            }
        }
    }
}
