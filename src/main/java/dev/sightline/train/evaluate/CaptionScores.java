package dev.sightline.train.evaluate;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The scores of captions, each over the whole corpus. */
public record CaptionScores(
        double bleu1, double bleu2, double bleu3, double bleu4, double ciderD, double rougeL, Interval ciderDInterval) {
    private static final int RESAMPLES = 1000;

    /** Scores a corpus; the interval of CIDEr-D is the bootstrap's. */
    public static CaptionScores of(List<Judged> corpus) {
        double[] bleu = Bleu.score(corpus);
        double[] cider = CiderD.scores(corpus);
        double rouge = Arrays.stream(RougeL.scores(corpus)).average().orElse(0);
        double mean = Arrays.stream(cider).average().orElse(0);
        return new CaptionScores(bleu[0], bleu[1], bleu[2], bleu[3], mean, rouge, Bootstrap.mean(cider, RESAMPLES, 1));
    }

    /** By name, in the order in which papers print them. */
    public Map<String, Object> byName() {
        Map<String, Object> scores = new LinkedHashMap<>();
        scores.put("BLEU-1", bleu1);
        scores.put("BLEU-2", bleu2);
        scores.put("BLEU-3", bleu3);
        scores.put("BLEU-4", bleu4);
        scores.put("CIDEr-D", ciderD);
        scores.put("CIDEr-D interval", ciderDInterval);
        scores.put("ROUGE-L", rougeL);
        return scores;
    }
}
