package dev.sightline.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sightline.event.Lane;
import dev.sightline.event.TaskRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class IntakeRulesTest {
    private static final String RULES =
            """
            rules:
              - prefix: s3://shop/archive/
                lane: bulk
                tasks: [caption, alt]
              - prefix: shop/questions/
                types: [image/png, "image/*jpeg"]
                tasks:
                  - {type: answer, question: "Is there a dog?", language: en}
              - prefix: shop/copies/
                events: ["ObjectCreated:Copy"]
                tasks: [story]
            """;

    @Test
    void theFirstRuleThatFitsDecides() throws IOException {
        var rules = read(RULES);

        var archived = rules.of(upload("s3://shop/archive/a.tiff", "ObjectCreated:Put", null))
                .orElseThrow();
        assertThat(archived.lane()).isEqualTo(Lane.BULK);
        assertThat(archived.tasks()).extracting(TaskRequest::type).containsExactly("caption", "alt");
        var asked = rules.of(upload("s3://shop/questions/a.jpg", "ObjectCreated:Put", "image/jpeg"))
                .orElseThrow();
        assertThat(asked.tasks()).extracting(TaskRequest::question).containsExactly("Is there a dog?");
    }

    @Test
    void anUploadThatFitsNoneIsLeftAlone() throws IOException {
        var rules = read(RULES);

        assertThat(rules.of(upload("s3://shop/questions/a.gif", "ObjectCreated:Put", null)))
                .isEmpty();
        assertThat(rules.of(upload("s3://shop/copies/a.jpg", "ObjectCreated:Put", null)))
                .isEmpty();
        assertThat(rules.of(upload("s3://elsewhere/a.jpg", "ObjectCreated:Put", null)))
                .isEmpty();
    }

    @Test
    void theShippedRulesCaptionImagesAndWhatMayBeOne() throws IOException {
        var rules = IntakeRules.shipped();

        assertThat(rules.of(upload("s3://b/a.heic", "ObjectCreated:Put", null))).isPresent();
        assertThat(rules.of(upload("s3://b/a.jpg", "ObjectCreated:Put", "binary/octet-stream")))
                .isPresent();
        assertThat(rules.of(upload("s3://b/a", "ObjectCreated:Put", null))).isPresent();
        assertThat(rules.of(upload("s3://b/a.pdf", "ObjectCreated:Put", null))).isEmpty();
        assertThat(rules.of(upload("s3://b/a", "ObjectCreated:Put", "text/plain")))
                .isEmpty();
    }

    @Test
    void aTypingErrorIsRefused() {
        assertThatThrownBy(() -> read("rules: [{prefx: a/, tasks: [caption]}]")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> read("rules: [{tasks: [captoin]}]")).hasMessageContaining("captoin");
        assertThatThrownBy(() -> read("rules: [{prefix: a/}]")).hasMessageContaining("asks for nothing");
    }

    private static IntakeRules read(String yaml) throws IOException {
        return IntakeRules.read(new ByteArrayInputStream(yaml.getBytes(UTF_8)));
    }

    private static Upload upload(String uri, String eventType, @Nullable String contentType) {
        var version = new Version(Instant.EPOCH, null, "id");
        return new Upload(uri, false, eventType, contentType, null, version, "/test", "id");
    }
}
