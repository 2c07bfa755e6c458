package dev.sightline.index;

import static java.util.stream.Collectors.toMap;

import java.io.IOException;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.search.CollectorManager;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.SimpleCollector;

/** Counts the images of a query, and of each value of the fields of {@link FacetValues}. */
final class FacetCounts extends SimpleCollector {
    /** Counts every slice of an index by itself, then adds up. */
    static final CollectorManager<FacetCounts, FacetCounts> OF_ALL_SLICES = new CollectorManager<>() {
        @Override
        public FacetCounts newCollector() {
            return new FacetCounts();
        }

        @Override
        public FacetCounts reduce(Collection<FacetCounts> slices) {
            var all = new FacetCounts();
            slices.forEach(all::add);
            return all;
        }
    };

    private final Map<String, Map<String, Long>> counts = new LinkedHashMap<>();
    private SortedDocValues values = DocValues.emptySorted();
    private long[] segmentCounts = {};
    private long total;

    FacetCounts() {
        FacetValues.FIELDS.forEach(field -> counts.put(field, new HashMap<>()));
    }

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
        values = DocValues.getSorted(segment.reader(), LuceneDocuments.FACETS);
        segmentCounts = new long[values.getValueCount()];
    }

    @Override
    public void collect(int document) throws IOException {
        total++;
        if (values.advanceExact(document)) {
            segmentCounts[values.ordValue()]++;
        }
    }

    @Override
    public void finish() throws IOException {
        for (var ordinal = 0; ordinal < segmentCounts.length; ordinal++) {
            var images = segmentCounts[ordinal];
            if (images > 0) {
                FacetValues.read(values.lookupOrd(ordinal).utf8ToString(), (field, value) -> add(field, value, images));
            }
        }
    }

    private void add(FacetCounts slice) {
        total += slice.total;
        slice.counts.forEach((field, ofField) -> ofField.forEach((value, images) -> add(field, value, images)));
    }

    private void add(String field, String value, long images) {
        counts.get(field).merge(value, images, Long::sum);
    }
}
