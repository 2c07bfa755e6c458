package dev.sightline.train.evaluate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** CIDEr-D (Vedantam et al. 2015): agreement in runs of words, rare ones counting more; a caption's score is its mean. */
public final class CiderD {
    private static final double SIGMA = 6;

    private final Map<List<String>, Integer> documents = new HashMap<>();
    private final double logCorpus;

    private record Vector(List<Map<List<String>, Double>> weights, double[] norms, int length) {}

    private CiderD(List<Judged> corpus) {
        this.logCorpus = Math.log(corpus.size());
        for (Judged one : corpus) {
            Set<List<String>> runs = new HashSet<>();
            for (List<String> reference : one.referenceWords()) {
                for (int n = 1; n <= NGrams.LONGEST; n++) {
                    runs.addAll(NGrams.count(reference, n).keySet());
                }
            }
            runs.forEach(run -> documents.merge(run, 1, Integer::sum));
        }
    }

    /** One score an image, in the order given; the corpus' score is their mean. */
    public static double[] scores(List<Judged> corpus) {
        CiderD cider = new CiderD(corpus);
        return corpus.stream().mapToDouble(cider::score).toArray();
    }

    private double score(Judged one) {
        Vector said = vector(one.words());
        double sum = 0;
        for (List<String> reference : one.referenceWords()) {
            sum += similarity(said, vector(reference));
        }
        return 10 * sum / one.references().size();
    }

    private Vector vector(List<String> words) {
        List<Map<List<String>, Double>> weights = new ArrayList<>();
        double[] norms = new double[NGrams.LONGEST];
        for (int n = 1; n <= NGrams.LONGEST; n++) {
            Map<List<String>, Double> weight = new HashMap<>();
            for (Map.Entry<List<String>, Integer> run : NGrams.count(words, n).entrySet()) {
                double rarity = logCorpus - Math.log(Math.max(1, documents.getOrDefault(run.getKey(), 0)));
                double value = run.getValue() * rarity;
                weight.put(run.getKey(), value);
                norms[n - 1] += value * value;
            }
            norms[n - 1] = Math.sqrt(norms[n - 1]);
            weights.add(weight);
        }
        return new Vector(weights, norms, Math.max(0, words.size() - 1)); // the reference code counts pairs of words
    }

    private static double similarity(Vector said, Vector reference) {
        double difference = said.length() - reference.length();
        double penalty = Math.exp(-difference * difference / (2 * SIGMA * SIGMA));
        double sum = 0;
        for (int n = 0; n < NGrams.LONGEST; n++) {
            Map<List<String>, Double> expected = reference.weights().get(n);
            double product = 0;
            for (Map.Entry<List<String>, Double> run : said.weights().get(n).entrySet()) {
                double other = expected.getOrDefault(run.getKey(), 0.0);
                product += Math.min(run.getValue(), other) * other;
            }
            double norms = said.norms()[n] * reference.norms()[n];
            sum += (norms == 0 ? product : product / norms) * penalty;
        }
        return sum / NGrams.LONGEST;
    }
}
