package dev.sightline.train.evaluate;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** BLEU-1 to -4 of a corpus (Papineni et al. 2002), with the closest reference's length, as pycocoevalcap counts it. */
final class Bleu {
    private static final double SMALL = 1e-9; // pycocoevalcap's guards against division by zero
    private static final double TINY = 1e-15;

    private Bleu() {}

    /** BLEU-1, -2, -3, -4. */
    static List<Score> scores(List<Judged> corpus) {
        double[][] counts = corpus.stream().map(Bleu::counts).toArray(double[][]::new);
        return IntStream.rangeClosed(1, NGrams.LONGEST)
                .mapToObj(n -> new Score(counts, sums -> combine(sums, n)))
                .toList();
    }

    /** [2·4+2]: runs that match by length, runs said by length, the caption's length, the closest reference's. */
    private static double[] counts(Judged one) {
        List<String> words = one.words();
        List<List<String>> references = one.referenceWords();
        double[] counts = new double[2 * NGrams.LONGEST + 2];
        for (int n = 1; n <= NGrams.LONGEST; n++) {
            counts[n - 1] = matched(words, references, n);
            counts[NGrams.LONGEST + n - 1] = Math.max(0, words.size() - n + 1);
        }
        counts[2 * NGrams.LONGEST] = words.size();
        counts[2 * NGrams.LONGEST + 1] = closest(words.size(), references);
        return counts;
    }

    private static double combine(double[] sums, int longest) {
        double ratio = (sums[2 * NGrams.LONGEST] + TINY) / (sums[2 * NGrams.LONGEST + 1] + SMALL);
        double product = 1;
        for (int n = 0; n < longest; n++) {
            product *= (sums[n] + TINY) / (sums[NGrams.LONGEST + n] + SMALL);
        }
        return Math.pow(product, 1.0 / longest) * (ratio < 1 ? Math.exp(1 - 1 / ratio) : 1);
    }

    private static int matched(List<String> words, List<List<String>> references, int n) {
        Map<List<String>, Integer> most = new HashMap<>();
        references.forEach(reference -> NGrams.count(reference, n).forEach((run, c) -> most.merge(run, c, Math::max)));
        return NGrams.count(words, n).entrySet().stream()
                .mapToInt(run -> Math.min(run.getValue(), most.getOrDefault(run.getKey(), 0)))
                .sum();
    }

    private static int closest(int length, List<List<String>> references) {
        int best = references.get(0).size();
        for (List<String> reference : references) {
            int size = reference.size();
            int gain = Math.abs(best - length) - Math.abs(size - length);
            if (gain > 0 || (gain == 0 && size < best)) {
                best = size;
            }
        }
        return best;
    }
}
