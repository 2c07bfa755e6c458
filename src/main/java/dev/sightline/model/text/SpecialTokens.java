package dev.sightline.model.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The added tokens of a {@code tokenizer.json}: pieces of template text that stand for one id each. */
final class SpecialTokens {
    private record Token(int id, boolean special, boolean lstrip, boolean rstrip) {}

    private final Map<String, Token> byText = new LinkedHashMap<>();
    private final Pattern anyOf;

    SpecialTokens(JsonNode tokenizer) {
        for (JsonNode token : tokenizer.path("added_tokens")) {
            byText.put(
                    token.path("content").asText(),
                    new Token(
                            token.path("id").asInt(),
                            token.path("special").asBoolean(),
                            token.path("lstrip").asBoolean(),
                            token.path("rstrip").asBoolean()));
        }
        anyOf = Pattern.compile(byText.keySet().stream()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .map(Pattern::quote)
                .reduce((a, b) -> a + "|" + b)
                .orElse("(?!)"));
    }

    /** Their texts. */
    Collection<String> texts() {
        return byText.keySet();
    }

    /** The id of one of them, or null. */
    @Nullable
    Integer id(String text) {
        Token token = byText.get(text);
        return token == null ? null : token.id;
    }

    /** Whether an id is one that decoding leaves out. */
    boolean isSpecial(int id) {
        return byText.values().stream().anyMatch(token -> token.special && token.id == id);
    }

    /**
     * A stretch of text, or the special token between two stretches.
     *
     * @param text a stretch of ordinary text; empty for a token
     * @param id   the token's id, or null for a stretch
     */
    record Piece(String text, @Nullable Integer id) {}

    /** Cuts the special tokens out, longest first where two begin at the same place. */
    List<Piece> cut(String text) {
        List<Piece> pieces = new ArrayList<>();
        Matcher found = anyOf.matcher(text);
        int from = 0;
        while (found.find()) {
            Token token = byText.get(found.group());
            String before = text.substring(Math.min(from, found.start()), found.start());
            pieces.add(new Piece(token.lstrip ? before.stripTrailing() : before, null));
            pieces.add(new Piece("", token.id));
            from = token.rstrip ? afterBlanks(text, found.end()) : found.end();
        }
        pieces.add(new Piece(text.substring(from), null));
        pieces.removeIf(piece -> piece.id == null && piece.text.isEmpty());
        return pieces;
    }

    private static int afterBlanks(String text, int from) {
        int at = from;
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at;
    }
}
