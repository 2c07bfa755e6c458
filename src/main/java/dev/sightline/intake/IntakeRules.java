package dev.sightline.intake;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.sightline.event.TaskRequest;
import dev.sightline.event.TaskType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
            .build();

    IntakeRules {
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

    static IntakeRules read(InputStream in) throws IOException {
        var rules = new ArrayList<IntakeRule>();
        for (var rule : YAML.readTree(in).path("rules")) {
            var tasks = new ArrayList<TaskRequest>();
            for (var task : rule.path("tasks")) {
                tasks.add(task(task));
            }
            var frame = (ObjectNode) rule.deepCopy();
            frame.set("tasks", YAML.valueToTree(tasks));
            rules.add(YAML.treeToValue(frame, IntakeRule.class));
        }
        return new IntakeRules(rules);
    }

    /** The rule that decides about this upload. */
    Optional<IntakeRule> of(Upload upload) {
        return rules.stream().filter(rule -> rule.fits(upload)).findFirst();
    }

    // "caption", or a task with its question, language or prompt
    private static TaskRequest task(JsonNode task) throws IOException {
        var request = task.isTextual()
                ? new TaskRequest(null, task.asText(), null, null, null, null, null, null, null)
                : YAML.treeToValue(task, TaskRequest.class);
        if (TaskType.of(request.type()).isEmpty()) {
            throw new IOException("a rule asks for the task " + request.type() + ", which is not offered");
        }
        return request;
    }
}
