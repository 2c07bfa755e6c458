package dev.sightline.train.evaluate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What two models said of the same images to the same questions: as many texts of each, in one order. */
public record Pairs(List<Judged> first, List<Judged> second) {
    public Pairs {
        first = List.copyOf(first);
        second = List.copyOf(second);
    }

    /**
     * Pairs what both answered; what one alone did is left out.
     *
     * @throws IllegalArgumentException if one answers a question twice, or they are compared with unlike references
     */
    public static Pairs of(List<Judged> first, List<Judged> second) {
        Map<List<String>, Judged> ours = byQuestion(first);
        Map<List<String>, Judged> theirs = byQuestion(second);
        List<Judged> left = new ArrayList<>();
        List<Judged> right = new ArrayList<>();
        ours.forEach((question, one) -> {
            Judged other = theirs.get(question);
            if (other != null) {
                if (!other.references().equals(one.references())) {
                    throw new IllegalArgumentException(one.id() + " is compared with other references in each");
                }
                left.add(one);
                right.add(other);
            }
        });
        return new Pairs(left, right);
    }

    private static Map<List<String>, Judged> byQuestion(List<Judged> judged) {
        Map<List<String>, Judged> map = new LinkedHashMap<>();
        for (Judged one : judged) {
            if (map.put(List.of(one.id(), one.question()), one) != null) {
                throw new IllegalArgumentException(one.id() + " is answered twice");
            }
        }
        return map;
    }
}
