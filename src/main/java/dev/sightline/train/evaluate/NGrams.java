package dev.sightline.train.evaluate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Counted runs of one to four words. */
final class NGrams {
    static final int LONGEST = 4;

    private NGrams() {}

    /** Runs of {@code n} words and how often each stands in the text. */
    static Map<List<String>, Integer> count(List<String> words, int n) {
        Map<List<String>, Integer> counts = new LinkedHashMap<>();
        for (int i = 0; i + n <= words.size(); i++) {
            counts.merge(words.subList(i, i + n), 1, Integer::sum);
        }
        return counts;
    }
}
