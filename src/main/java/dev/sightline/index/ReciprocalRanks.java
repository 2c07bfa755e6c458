package dev.sightline.index;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.search.ScoreDoc;

/**
 * Reciprocal rank fusion (Cormack, Clarke, Büttcher, SIGIR 2009): an image's score is the sum of 1 / (60 + rank) over the
 * rankings it stands in. Only ranks count, so that BM25 and cosines, whose scales differ, need no weights.
 */
final class ReciprocalRanks {
    private static final double K = 60;

    private ReciprocalRanks() {}

    /** One ranking of several, best first; one alone keeps its own scores. */
    static List<ScoreDoc> fuse(List<List<ScoreDoc>> rankings) {
        if (rankings.size() == 1) {
            return rankings.get(0);
        }
        Map<Integer, Double> scores = new HashMap<>();
        for (var ranking : rankings) {
            for (var i = 0; i < ranking.size(); i++) {
                scores.merge(ranking.get(i).doc, 1 / (K + i + 1), Double::sum);
            }
        }
        var fused = new ArrayList<ScoreDoc>();
        scores.forEach((document, score) -> fused.add(new ScoreDoc(document, score.floatValue())));
        fused.sort(Comparator.<ScoreDoc>comparingDouble(hit -> -hit.score).thenComparingInt(hit -> hit.doc));
        return fused;
    }
}
