package dev.sightline.train.evaluate;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The tokens that scores compare: lower case, {@code -} and {@code /} as spaces, only letters and digits kept. */
final class Words {
    private Words() {}

    static List<String> of(String text) {
        String plain = text.toLowerCase(Locale.ROOT).replaceAll("[-/]", " ").replaceAll("[^a-z0-9 ]", "");
        return Stream.of(plain.split(" ")).filter(word -> !word.isEmpty()).toList();
    }
}
