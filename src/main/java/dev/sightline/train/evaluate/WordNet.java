package dev.sightline.train.evaluate;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The nouns of WordNet 3.0: their senses, and what each sense is a kind of.
 *
 * <p>Read from the dictionary's own files ({@code wndb(5WN)}); plurals are undone by {@code morphy(7WN)}.
 */
final class WordNet {
    private static final String FILES = "/net/sf/extjwnl/data/wordnet/wn30/";
    private static final String[][] ENDINGS = {
        {"s", ""},
        {"ses", "s"},
        {"ves", "f"},
        {"xes", "x"},
        {"zes", "z"},
        {"ches", "ch"},
        {"shes", "sh"},
        {"men", "man"},
        {"ies", "y"}
    };

    private final Map<String, int[]> senses = new HashMap<>();
    private final Map<Integer, Synset> synsets = new HashMap<>();
    private final Map<String, List<String>> exceptions = new HashMap<>();

    /**
     * A sense.
     *
     * @param name  the first word and which of its senses this is, as NLTK writes it: {@code chair.n.01}
     * @param kinds what it is a kind or an instance of
     */
    record Synset(String name, List<Integer> kinds) {}

    private WordNet() throws IOException {
        lines("index.noun", line -> {
            String[] cells = line.stripTrailing().split(" +", -1);
            int count = Integer.parseInt(cells[2]);
            int[] offsets = Arrays.stream(cells, cells.length - count, cells.length)
                    .mapToInt(Integer::parseInt)
                    .toArray();
            senses.put(cells[0], offsets);
        });
        lines("data.noun", line -> {
            String[] cells = line.substring(0, line.indexOf('|')).split(" +");
            int offset = Integer.parseInt(cells[0]);
            synsets.put(offset, new Synset(name(cells[4], offset), kinds(cells)));
        });
        lines("noun.exc", line -> {
            String[] cells = line.stripTrailing().split(" +", -1);
            exceptions.put(cells[0], List.of(cells).subList(1, cells.length));
        });
    }

    /**
     * Reads the dictionary, which only the trainer's build has on its classpath.
     *
     * @throws IOException if it is not there
     */
    static WordNet load() throws IOException {
        return new WordNet();
    }

    private static void lines(String file, Consumer<String> line) throws IOException {
        try (InputStream in = WordNet.class.getResourceAsStream(FILES + file)) {
            if (in == null) {
                throw new IOException("WordNet's " + file + " is not on the classpath; the profile train brings it");
            }
            new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))
                    .lines()
                    .filter(text -> !text.startsWith("  ")) // the licence stands before the data
                    .forEach(line);
        }
    }

    private String name(String word, int offset) {
        String lemma = word.toLowerCase(Locale.ROOT);
        int[] offsets = senses.getOrDefault(lemma, new int[0]);
        int sense = 1;
        while (sense <= offsets.length && offsets[sense - 1] != offset) {
            sense++;
        }
        return "%s.n.%02d".formatted(lemma, sense);
    }

    private static List<Integer> kinds(String[] cells) {
        int words = Integer.parseInt(cells[3], 16);
        int at = 4 + 2 * words;
        int pointers = Integer.parseInt(cells[at++]);
        List<Integer> kinds = new ArrayList<>();
        List<Integer> instances = new ArrayList<>();
        for (int i = 0; i < pointers; i++, at += 4) {
            if (cells[at].equals("@")) {
                kinds.add(Integer.parseInt(cells[at + 1]));
            } else if (cells[at].equals("@i")) {
                instances.add(Integer.parseInt(cells[at + 1]));
            }
        }
        kinds.addAll(instances);
        return kinds;
    }

    /** The senses of a noun, single or plural; words of a phrase are joined by {@code _}. */
    List<Integer> senses(String noun) {
        List<Integer> found = new ArrayList<>();
        for (String lemma : lemmas(noun)) {
            Arrays.stream(senses.get(lemma)).forEach(found::add);
        }
        return found;
    }

    private List<String> lemmas(String noun) {
        List<String> forms = new ArrayList<>(List.of(noun));
        if (exceptions.containsKey(noun)) {
            forms.addAll(exceptions.get(noun));
            return known(forms);
        }
        List<String> shorter = withoutEndings(forms);
        forms.addAll(shorter);
        List<String> known = known(forms);
        while (known.isEmpty() && !shorter.isEmpty()) {
            shorter = withoutEndings(shorter);
            known = known(shorter);
        }
        return known;
    }

    private static List<String> withoutEndings(List<String> forms) {
        List<String> shorter = new ArrayList<>();
        for (String form : forms) {
            for (String[] ending : ENDINGS) {
                if (form.endsWith(ending[0])) {
                    shorter.add(form.substring(0, form.length() - ending[0].length()) + ending[1]);
                }
            }
        }
        return shorter;
    }

    private List<String> known(List<String> forms) {
        return forms.stream().distinct().filter(senses::containsKey).toList();
    }

    /** A sense's name. */
    String name(int sense) {
        return synset(sense).name();
    }

    /** What a sense is a kind of. */
    List<Integer> kinds(int sense) {
        return synset(sense).kinds();
    }

    private Synset synset(int sense) {
        Synset synset = synsets.get(sense);
        if (synset == null) {
            throw new IllegalArgumentException("WordNet has no noun at " + sense);
        }
        return synset;
    }
}
