package dev.sightline.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything a text depends on. Its hash names the work: equal keys, equal texts.
 *
 * @param imageSha256      hash of the image's bytes
 * @param task             what is asked
 * @param promptHash       hash of the prompt's words
 * @param question         the question asked
 * @param messages         the turns asked
 * @param modelRevision    hash over the model's files and the precision
 * @param parameters       as they hold in effect, seed included
 * @param language         of the text
 * @param context          what surrounds the image
 * @param preprocessorHash hash of the preprocessing
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder(alphabetic = true)
public record ContentKey(
        String imageSha256,
        TaskType task,
        String promptHash,
        @Nullable String question,
        @Nullable List<ChatMessage> messages,
        String modelRevision,
        GenerationParameters parameters,
        String language,
        @Nullable ImageContext context,
        String preprocessorHash) {
    // canonical: fields in the order of their names, none that is absent, no white space
    private static final ObjectMapper CANONICAL = JsonMapper.builder()
            .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    /** The SHA-256 of this key's canonical JSON, in hex. */
    public String hash() {
        try {
            return Sha256.of(CANONICAL.writeValueAsBytes(this)).hex();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a content key is plain data", e);
        }
    }
}
