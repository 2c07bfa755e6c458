package dev.sightline.train.evaluate;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleBiFunction;
import java.util.stream.Stream;

/**
 * The scores of short answers (Malinowski and Fritz 2014).
 *
 * @param exact the part of answers that equal the reference: digits are number words, commas make a list in order
 * @param wups0 WUPS at threshold 0.0: sets of nouns compared by meaning
 * @param wups9 WUPS at 0.9: only near synonyms count in full, all else a tenth
 */
public record AnswerScores(Score exact, Score wups0, Score wups9) {
    private static final List<String> NUMBERS = List.of(
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
            "twenty");
    private static final List<String> ARTICLES = List.of("a ", "an ", "the ");

    /** Scores answers, at least one; each has one reference, the first. */
    public static AnswerScores of(List<Judged> answers) throws IOException {
        WuPalmer similarity = new WuPalmer(WordNet.load());
        return new AnswerScores(
                mean(answers, (said, reference) -> said.equals(reference) ? 1 : 0),
                mean(answers, (said, reference) -> wups(similarity, said, reference, 0)),
                mean(answers, (said, reference) -> wups(similarity, said, reference, 0.9)));
    }

    private static Score mean(List<Judged> answers, ToDoubleBiFunction<List<String>, List<String>> score) {
        return Score.mean(answers.stream()
                .mapToDouble(one -> score.applyAsDouble(
                        items(one.prediction()), items(one.references().get(0))))
                .toArray());
    }

    /** "2, garbage_bin." → [two, garbage bin]. */
    static List<String> items(String answer) {
        return Stream.of(answer.replace('_', ' ').split(","))
                .map(item -> String.join(" ", Words.of(item)))
                .filter(item -> !item.isEmpty())
                .map(AnswerScores::plain)
                .toList();
    }

    private static String plain(String item) {
        for (String article : ARTICLES) {
            if (item.startsWith(article)) {
                return item.substring(article.length());
            }
        }
        boolean number = item.matches("\\d{1,2}") && Integer.parseInt(item) < NUMBERS.size();
        return number ? NUMBERS.get(Integer.parseInt(item)) : item;
    }

    static double wups(WuPalmer similarity, List<String> said, List<String> reference, double threshold) {
        return Math.min(
                covered(similarity, said, reference, threshold), covered(similarity, reference, said, threshold));
    }

    /** The product, over what one side names, of its best match on the other side. */
    private static double covered(WuPalmer similarity, List<String> these, List<String> those, double threshold) {
        double product = 1;
        for (String item : these) {
            product *= those.stream()
                    .mapToDouble(other -> alike(similarity, item, other, threshold))
                    .max()
                    .orElse(0);
        }
        return these.isEmpty() ? 0 : product;
    }

    private static double alike(WuPalmer similarity, String a, String b, double threshold) {
        if (a.equals(b)) {
            return 1;
        }
        double value = similarity.nouns(a.replace(' ', '_'), b.replace(' ', '_'));
        return value < threshold ? 0.1 * value : value;
    }

    /** By name. */
    public Map<String, Score> byName() {
        Map<String, Score> scores = new LinkedHashMap<>();
        scores.put("exact match", exact);
        scores.put("WUPS@0.0", wups0);
        scores.put("WUPS@0.9", wups9);
        return scores;
    }
}
