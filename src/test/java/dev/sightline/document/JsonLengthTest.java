package dev.sightline.document;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.sightline.event.Json;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonLengthTest {
    @ParameterizedTest
    @ValueSource(strings = {"a dog", "ein Hündchen", "一只狗", "a 🐕 and a 🐈", "half \ud83d a dog", "\"\\\n\u0001"})
    void isNoLessThanWhatIsSent(String text) throws JsonProcessingException {
        var sent = Json.mapper().writeValueAsString(text).getBytes(UTF_8).length - 2;
        var stored = Json.mapper().writeValueAsBytes(text).length - 2;

        assertThat(JsonLength.of(text)).isGreaterThanOrEqualTo(Math.max(sent, stored));
        assertThat(JsonLength.of(JsonLength.cut(text.repeat(100), 64))).isLessThanOrEqualTo(64);
    }
}
