package dev.sightline.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sightline.event.Lane;
import dev.sightline.event.TaskRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    rules:/  - prefx: a/    tasks: [caption]               | rule 1, near line 3: Unrecognized field "prefx"
                    rules:/  - tasks: [alt]/  - tasks: [captoin]            | rule 2, near line 3: the task captoin is not offered
                    rules:/  - tasks: [alt]/  - {prefix: b}                 | rule 2, near line 3: a rule asks for nothing
                    rules:/  - tasks: [alt]/    lane: quick                 | rule 1, near line 3: Cannot deserialize value
                    rules:/  - tasks: [answer]                             | rule 1, near line 2: an answer needs a question
                    rules:/  - tasks: caption                              | rule 1, near line 2: Cannot deserialize value
                    rules:/  - caption                                     | rule 1, near line 2: Cannot construct instance
                    rules:/  - types: [image/*/    tasks: [caption]         | near line 3: while parsing a flow sequence
                    rule:/  - tasks: [caption]                             | near line 2: there is no list of the name rules
                    rules:/  - tasks: [alt]/  -/  - tasks: [alt]             | rule 2 is empty
                    other                                                  | near line 1: Cannot construct instance
                    {}                                                     | near line 1: there is no list of the name rules
                    #                                                      | No content to map
                    """)
    void aMistakeIsNamedWithItsRuleAndLine(String yaml, String why) {
        assertThatThrownBy(() -> read(yaml.replace("/  ", "\n  ")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(why);
    }

    @Test
    void aFileThatIsNotThereIsSaidToBeSo() {
        assertThatThrownBy(() -> Intake.rules(Optional.of(Path.of("/no/rules.yaml"))))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("sightline.intake.rules names /no/rules.yaml, which is not there");
    }

    private static IntakeRules read(String yaml) throws IOException {
        return IntakeRules.read(new ByteArrayInputStream(yaml.getBytes(UTF_8)));
    }

    private static Upload upload(String uri, String eventType, @Nullable String contentType) {
        var version = new Version(Instant.EPOCH, null, "id");
        return new Upload(uri, false, eventType, contentType, null, version, "/test", "id");
    }
}
