package dev.sightline.model.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class TokenizerTest {
    private static final Path FOLDER = Path.of("src/test/resources/tokenizers");
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The goldens are those of the Python package {@code tokenizers}, whose version the file names. */
    @Test
    void putsABlankBeforeTheTextAndNoneAfterSpecialTokensWhereMetaspaceSaysFirst() throws IOException {
        // given
        JsonNode golden =
                JSON.readTree(FOLDER.resolve("metaspace-first.golden.json").toFile());
        JsonNode json = JSON.readTree(FOLDER.resolve("metaspace-first.json").toFile());
        JsonNode config = JSON.createObjectNode().put("bos_token", "<s>");
        try (Tokenizer tokenizer = Tokenizer.of(json, config)) {
            for (JsonNode row : golden.path("rows")) {
                String text = row.path("text").asText();

                // when
                int[] ids = tokenizer.encode(text, tokenizer.guard(List.of()));

                // then
                assertThat(ids).as(text).isEqualTo(ints(row.path("ids")));
            }
        }
    }

    private static int[] ints(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .mapToInt(JsonNode::asInt)
                .toArray();
    }
}
