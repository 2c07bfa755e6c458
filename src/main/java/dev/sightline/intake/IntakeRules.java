package dev.sightline.intake;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.DeserializationProblemHandler;
import com.fasterxml.jackson.databind.deser.ValueInstantiator;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.sightline.event.TaskRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The rules by which uploads become requests; the first that fits decides, and what fits none is left alone. They stand in
 * a small YAML file, such as the resource {@code intake-rules.yaml}.
 *
 * @param rules in their order
 */
record IntakeRules(List<IntakeRule> rules) {
    private static final ObjectMapper YAML = YAMLMapper.builder()
            .addModule(new JavaTimeModule())
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES) // a typing error would silently widen a rule
            .addHandler(new TaskByItsType())
            .build();

    IntakeRules {
        if (rules == null) {
            throw new IllegalArgumentException("there is no list of the name rules");
        }
        if (rules.stream().anyMatch(Objects::isNull)) {
            throw new IllegalArgumentException("rule " + (rules.indexOf(null) + 1) + " is empty");
        }
        rules = List.copyOf(rules);
    }

    /** Those of the file. */
    static IntakeRules load(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            return read(in);
        }
    }

    /** The shipped ones: every image is captioned. */
    static IntakeRules shipped() throws IOException {
        try (var in = IntakeRules.class.getResourceAsStream("/intake-rules.yaml")) {
            if (in == null) {
                throw new IOException("the resource intake-rules.yaml is missing");
            }
            return read(in);
        }
    }

    /** Those of the text; an exception says which rule, which line and why. */
    static IntakeRules read(InputStream in) throws IOException {
        try {
            return YAML.readValue(in, IntakeRules.class);
        } catch (JsonMappingException e) {
            throw new IOException(rule(e.getPath()) + line(e) + why(e), e);
        } catch (JsonProcessingException e) {
            throw new IOException(line(e) + e.getOriginalMessage(), e);
        }
    }

    /** The rule that decides about this upload. */
    Optional<IntakeRule> of(Upload upload) {
        return rules.stream().filter(rule -> rule.fits(upload)).findFirst();
    }

    private static String rule(List<JsonMappingException.Reference> path) {
        return path.stream()
                .filter(step -> step.getIndex() >= 0)
                .findFirst()
                .map(step -> "rule " + (step.getIndex() + 1) + ", ")
                .orElse("");
    }

    private static String line(JsonProcessingException e) {
        return e.getLocation() == null ? "" : "near line " + e.getLocation().getLineNr() + ": ";
    }

    private static String why(JsonMappingException e) {
        return e instanceof ValueInstantiationException && e.getCause() != null
                ? e.getCause().getMessage()
                : e.getOriginalMessage();
    }

    /** A task's type alone stands for the task. */
    private static final class TaskByItsType extends DeserializationProblemHandler {
        @Override
        public Object handleMissingInstantiator(
                DeserializationContext context,
                Class<?> type,
                ValueInstantiator instantiator,
                JsonParser parser,
                String why)
                throws IOException {
            return type == TaskRequest.class && parser.hasToken(JsonToken.VALUE_STRING)
                    ? new TaskRequest(null, parser.getText(), null, null, null, null, null, null, null)
                    : NOT_HANDLED;
        }
    }
}
