package dev.sightline.train.evaluate;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** BLEU-1 to -4 of a corpus (Papineni et al. 2002), with the closest reference's length, as pycocoevalcap counts it. */
final class Bleu {
    private static final double SMALL = 1e-9; // pycocoevalcap's guards against division by zero
    private static final double TINY = 1e-15;

    private Bleu() {}

    /** [4]: BLEU-1, -2, -3, -4. */
    static double[] score(List<Judged> corpus) {
        double[] right = new double[NGrams.LONGEST];
        double[] said = new double[NGrams.LONGEST];
        double length = 0;
        double referenceLength = 0;
        for (Judged one : corpus) {
            List<String> words = one.words();
            List<List<String>> references = one.referenceWords();
            length += words.size();
            referenceLength += closest(words.size(), references);
            for (int n = 1; n <= NGrams.LONGEST; n++) {
                said[n - 1] += Math.max(0, words.size() - n + 1);
                right[n - 1] += matched(words, references, n);
            }
        }
        return combine(right, said, (length + TINY) / (referenceLength + SMALL));
    }

    private static double[] combine(double[] right, double[] said, double ratio) {
        double brevity = ratio < 1 ? Math.exp(1 - 1 / ratio) : 1;
        double[] scores = new double[NGrams.LONGEST];
        double product = 1;
        for (int n = 0; n < NGrams.LONGEST; n++) {
            product *= (right[n] + TINY) / (said[n] + SMALL);
            scores[n] = Math.pow(product, 1.0 / (n + 1)) * brevity;
        }
        return scores;
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
            if (gain > 0 || gain == 0 && size < best) {
                best = size;
            }
        }
        return best;
    }
}
