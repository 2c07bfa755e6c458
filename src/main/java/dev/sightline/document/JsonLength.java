package dev.sightline.document;

/** How many bytes text takes in JSON in UTF-8, so that limits hold for what is stored and sent. */
final class JsonLength {
    private static final String ELLIPSIS = "…";

    private JsonLength() {}

    /** The bytes of the text between its quotes. */
    static int of(String text) {
        return text.codePoints().map(JsonLength::of).sum();
    }

    /** The text, or as much of it as fits with an ellipsis behind it. */
    static String cut(String text, int maxBytes) {
        if (text.length() <= maxBytes / 6 || of(text) <= maxBytes) {
            return text;
        }
        var left = maxBytes - of(ELLIPSIS);
        var end = 0;
        while (true) {
            var character = text.codePointAt(end);
            left -= of(character);
            if (left < 0) {
                return text.substring(0, end) + ELLIPSIS;
            }
            end += Character.charCount(character);
        }
    }

    private static int of(int character) {
        if (character < 0x20) {
            return 6; // backslash, u and four digits, at most
        }
        if (character == '"' || character == '\\') {
            return 2;
        }
        if (character > 0xFFFF) {
            return 12; // two escaped surrogates
        }
        if (Character.isSurrogate((char) character)) {
            return 6; // half a character, escaped
        }
        return character < 0x80 ? 1 : character < 0x800 ? 2 : 3;
    }
}
