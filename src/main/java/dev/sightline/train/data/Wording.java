package dev.sightline.train.data;

import java.util.Locale;
import java.util.regex.Pattern;

/** Puts captions, questions and answers of data sets into the form that a reader expects of a sentence. */
final class Wording {
    private static final Pattern SPACES = Pattern.compile("\\s+");
    private static final Pattern BEFORE_PUNCTUATION = Pattern.compile(" ([.,;:!?'])");
    private static final Pattern END = Pattern.compile("[.\\s]+$");
    private static final Pattern QUESTION_END = Pattern.compile("[?\\s]+$");

    private Wording() {}

    /** "a dog runs ." → "A dog runs."; empty stays empty. */
    static String sentence(String text) {
        String plain = END.matcher(plain(text.replace('"', ' '))).replaceAll("");
        return plain.isEmpty() ? "" : capitalised(plain) + (plain.endsWith("!") || plain.endsWith("?") ? "" : ".");
    }

    /** "what is this ?" → "What is this?". */
    static String question(String text) {
        return capitalised(QUESTION_END.matcher(plain(text)).replaceAll("")) + "?";
    }

    /** "garbage_bin,chair" → "Garbage bin, chair.". */
    static String answer(String text) {
        return sentence(text.replace('_', ' ').replace(",", ", "));
    }

    private static String plain(String text) {
        String spaced = SPACES.matcher(text.strip()).replaceAll(" ");
        return BEFORE_PUNCTUATION.matcher(spaced).replaceAll("$1");
    }

    private static String capitalised(String text) {
        return text.isEmpty() ? text : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }
}
