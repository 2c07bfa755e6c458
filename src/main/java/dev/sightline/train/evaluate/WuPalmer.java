package dev.sightline.train.evaluate;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Wu and Palmer 1994: two senses are alike as far as their lowest common kind lies deep.
 *
 * <p>Where there are several such kinds it chooses as NLTK does, by least depth and then by name, because published WUPS
 * figures are made with it.
 */
final class WuPalmer {
    private final WordNet wordNet;
    private final Map<Integer, Integer> longest = new HashMap<>();
    private final Map<Integer, Integer> shortest = new HashMap<>();

    WuPalmer(WordNet wordNet) {
        this.wordNet = wordNet;
    }

    /** The greatest similarity of any two senses of two nouns, 0 where one is unknown. */
    double nouns(String first, String second) {
        double best = 0;
        for (int a : wordNet.senses(first)) {
            for (int b : wordNet.senses(second)) {
                best = Math.max(best, senses(a, b));
            }
        }
        return best;
    }

    private double senses(int a, int b) {
        Map<Integer, Integer> fromA = distances(a);
        Map<Integer, Integer> fromB = distances(b);
        List<Integer> common =
                fromA.keySet().stream().filter(fromB::containsKey).toList();
        if (common.isEmpty()) {
            return 0;
        }
        int kind = lowest(a, common);
        double depth = longestDepth(kind) + 1;
        Map<Integer, Integer> fromKind = distances(kind);
        double toA = depth + distance(fromA, fromKind);
        double toB = depth + distance(fromB, fromKind);
        return 2 * depth / (toA + toB);
    }

    private int lowest(int a, List<Integer> common) {
        int deepest = common.stream().mapToInt(this::shortestDepth).max().orElseThrow();
        List<Integer> lowest =
                common.stream().filter(s -> shortestDepth(s) == deepest).toList();
        return lowest.contains(a)
                ? a
                : lowest.stream().min(Comparator.comparing(wordNet::name)).orElseThrow();
    }

    /** Every kind above a sense, itself first, by the fewest steps up. */
    private Map<Integer, Integer> distances(int sense) {
        Map<Integer, Integer> distances = new LinkedHashMap<>();
        Collection<Integer> level = List.of(sense);
        for (int steps = 0; !level.isEmpty(); steps++) {
            List<Integer> above = new ArrayList<>();
            for (int at : level) {
                if (distances.putIfAbsent(at, steps) == null) {
                    above.addAll(wordNet.kinds(at));
                }
            }
            level = above;
        }
        return distances;
    }

    private static int distance(Map<Integer, Integer> from, Map<Integer, Integer> to) {
        return from.entrySet().stream()
                .filter(step -> to.containsKey(step.getKey()))
                .mapToInt(step -> step.getValue() + Objects.requireNonNull(to.get(step.getKey())))
                .min()
                .orElseThrow();
    }

    private int longestDepth(int sense) {
        Integer known = longest.get(sense);
        if (known != null) {
            return known;
        }
        int depth = wordNet.kinds(sense).stream()
                .mapToInt(k -> longestDepth(k) + 1)
                .max()
                .orElse(0);
        longest.put(sense, depth);
        return depth;
    }

    private int shortestDepth(int sense) {
        Integer known = shortest.get(sense);
        if (known != null) {
            return known;
        }
        int depth = wordNet.kinds(sense).stream()
                .mapToInt(k -> shortestDepth(k) + 1)
                .min()
                .orElse(0);
        shortest.put(sense, depth);
        return depth;
    }
}
