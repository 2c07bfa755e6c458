package dev.sightline.bench;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Sentences with the statistics that matter to an index: as long as real captions, a few words in most of them, thousands
 * of words in few. The same seed gives the same sentences.
 */
final class SyntheticCaptions {
    private static final List<String> SUBJECTS = List.of(
            "a man",
            "a woman",
            "two people",
            "a boy",
            "a girl",
            "a dog",
            "a group of friends",
            "a child",
            "three men",
            "a cat",
            "a horse",
            "a cyclist",
            "a surfer",
            "an old man",
            "a bride",
            "a crowd",
            "a player",
            "a bird");
    private static final List<String> DOINGS = List.of(
            "sitting on",
            "standing beside",
            "riding",
            "running past",
            "looking at",
            "jumping over",
            "walking along",
            "playing with",
            "holding",
            "leaning against",
            "climbing",
            "carrying",
            "waiting near",
            "swimming towards");
    private static final List<String> COLOURS = List.of(
            "red", "blue", "green", "white", "black", "yellow", "brown", "orange", "wooden", "large", "small", "old");
    private static final List<String> THINGS = List.of(
            "bench",
            "bicycle",
            "beach",
            "mountain",
            "street",
            "river",
            "ball",
            "car",
            "table",
            "house",
            "rock",
            "tree",
            "skateboard",
            "boat",
            "fence",
            "bridge",
            "sofa",
            "snowboard",
            "guitar",
            "umbrella",
            "train",
            "wall");
    private static final List<String> TIMES = List.of(
            "in the snow",
            "at sunset",
            "in a park",
            "on a sunny day",
            "at night",
            "in the rain",
            "by the sea",
            "in a crowded city",
            "during a game",
            "in a kitchen",
            "under a clear sky",
            "in front of a shop");
    private static final String CONSONANTS = "bdfgklmnprstvz";
    private static final String VOWELS = "aeiou";
    private static final int RARE_WORDS = 20_000;

    private final Random random;

    SyntheticCaptions(long seed) {
        random = new Random(seed);
    }

    /** One sentence of about a dozen words, such as a caption or an alternative text. */
    String sentence() {
        var text = String.join(
                " ",
                one(SUBJECTS),
                one(DOINGS),
                "the",
                one(COLOURS),
                one(THINGS),
                random.nextInt(3) == 0 ? "with a " + rareWord() : "",
                one(TIMES));
        return Character.toUpperCase(text.charAt(0)) + text.substring(1).replace("  ", " ") + ".";
    }

    /** Several sentences, such as a description. */
    String sentences(int count) {
        return IntStream.range(0, count).mapToObj(i -> sentence()).collect(Collectors.joining(" "));
    }

    /** Words that somebody may look for; every form of a query comes. */
    String query() {
        return switch (random.nextInt(6)) {
            case 0 -> one(THINGS);
            case 1 -> one(COLOURS) + " " + one(THINGS);
            case 2 -> "\"" + one(COLOURS) + " " + one(THINGS) + "\"";
            case 3 -> one(SUBJECTS) + " " + one(DOINGS) + " " + one(THINGS) + " " + one(TIMES);
            case 4 -> one(THINGS).substring(0, 3) + "* " + one(COLOURS);
            default -> rareWord();
        };
    }

    private String one(List<String> choices) {
        // squared: the first choices come most often
        var uniform = random.nextDouble();
        return choices.get((int) (uniform * uniform * choices.size()));
    }

    private String rareWord() {
        var uniform = random.nextDouble();
        var number = (int) (uniform * uniform * uniform * RARE_WORDS);
        var word = new StringBuilder();
        for (var rest = number + 1; rest > 0; rest /= CONSONANTS.length() * VOWELS.length()) {
            word.append(CONSONANTS.charAt(rest % CONSONANTS.length()));
            word.append(VOWELS.charAt(rest / CONSONANTS.length() % VOWELS.length()));
        }
        return word.append("lo").toString();
    }
}
