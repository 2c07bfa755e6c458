package dev.sightline.preprocess;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Names a recipe by its content: SHA-256 over its class and its fields as canonical JSON. */
final class RecipeHash {
    // counts changes of the arithmetic itself, which no field shows
    private static final int ARITHMETIC = 1;
    private static final ObjectMapper CANONICAL = JsonMapper.builder()
            .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .build();

    private RecipeHash() {}

    static String of(String recipe, Record fields) {
        try {
            var text = recipe + ' ' + ARITHMETIC + ' ' + CANONICAL.writeValueAsString(fields);
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (JsonProcessingException | NoSuchAlgorithmException e) {
            throw new IllegalStateException("a recipe is plain data, and every Java platform has SHA-256", e);
        }
    }
}
