package dev.sightline.train.evaluate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The scores of captions, each over the whole corpus. */
public record CaptionScores(Score bleu1, Score bleu2, Score bleu3, Score bleu4, Score ciderD, Score rougeL) {
    /** Scores a corpus of at least one image. */
    public static CaptionScores of(List<Judged> corpus) {
        List<Score> bleu = Bleu.scores(corpus);
        return new CaptionScores(
                bleu.get(0),
                bleu.get(1),
                bleu.get(2),
                bleu.get(3),
                Score.mean(CiderD.scores(corpus)),
                Score.mean(RougeL.scores(corpus)));
    }

    /** By name, in the order in which papers print them. */
    public Map<String, Score> byName() {
        Map<String, Score> scores = new LinkedHashMap<>();
        scores.put("BLEU-1", bleu1);
        scores.put("BLEU-2", bleu2);
        scores.put("BLEU-3", bleu3);
        scores.put("BLEU-4", bleu4);
        scores.put("CIDEr-D", ciderD);
        scores.put("ROUGE-L", rougeL);
        return scores;
    }
}
