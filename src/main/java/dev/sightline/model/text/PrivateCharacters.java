package dev.sightline.model.text;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * Hides in user text the characters with which special tokens begin and end, so that none can be found in it.
 *
 * <p>A hidden character is a private-use one that occurs in no text of the conversation. The chat template sees hidden
 * text; special tokens are looked for in what it rendered; {@link #reveal} then gives the text back. A token therefore
 * counts only where its first and last character stand in the template itself.
 */
final class PrivateCharacters {
    private static final char FIRST = '\uE000';
    private static final char LAST = '\uF8FF';

    private final Map<Character, Character> hidden = new HashMap<>();
    private final Map<Character, Character> revealed = new HashMap<>();

    PrivateCharacters(Collection<String> specialTokens, Collection<String> userTexts) {
        String inUse = String.join("", userTexts);
        char next = FIRST;
        for (String token : specialTokens) {
            for (char edge : new char[] {token.charAt(0), token.charAt(token.length() - 1)}) {
                if (hidden.containsKey(edge)) {
                    continue;
                }
                while (inUse.indexOf(next) >= 0) {
                    next++;
                }
                if (next > LAST) {
                    throw new IllegalArgumentException("The text uses every private character");
                }
                hidden.put(edge, next);
                revealed.put(next, edge);
                next++;
            }
        }
    }

    /** The text with those characters hidden. */
    String hide(String text) {
        return replace(text, hidden);
    }

    /** The text as it was. */
    String reveal(String text) {
        return replace(text, revealed);
    }

    private static String replace(String text, Map<Character, Character> by) {
        StringBuilder out = new StringBuilder(text);
        for (int i = 0; i < out.length(); i++) {
            Character other = by.get(out.charAt(i));
            if (other != null) {
                out.setCharAt(i, other);
            }
        }
        return out.toString();
    }
}
