package dev.sightline.train;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sightline.train.data.Fingerprint;
import dev.sightline.train.nn.Architecture;
import dev.sightline.train.weights.PretrainedLlm;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a run's files say of it.
 *
 * @param weights what the weights' file says of itself
 * @param options all that its curve follows from: a run goes on with the same alone
 */
record RunDescription(Map<String, String> weights, Map<String, String> options) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Of a run that nobody goes on with. */
    static final RunDescription NONE = new RunDescription(Map.of(), Map.of());

    RunDescription {
        weights = Map.copyOf(weights);
        options = Map.copyOf(options);
    }

    /** Of a stage with its own settings. */
    static RunDescription of(
            String stage, Architecture shape, Record settings, RunSettings run, Examples train, PretrainedLlm llm)
            throws IOException {
        Map<String, String> options = new LinkedHashMap<>(named(settings));
        options.remove("devImages"); // how it is measured may change
        options.putAll(named(run.schedule()));
        options.put("stage", stage);
        options.put("clip", Double.toString(run.clip()));
        options.put("decay", Double.toString(run.decay()));
        options.put("views", Integer.toString(train.patches().views()));
        options.put(
                "data",
                train.texts().size() + " images of hash " + train.texts().hash().substring(0, 8));
        options.put("language model", "of hash " + hash(llm));
        options.put("architecture", shape.toString());
        return new RunDescription(shape.metadata(stage), options);
    }

    /** Begun with the weights of a file, or with new ones. */
    RunDescription begunWith(@Nullable Path from) throws IOException {
        Map<String, String> more = new LinkedHashMap<>(options);
        more.put(
                "weights",
                from == null
                        ? "of its own"
                        : "of hash " + new Fingerprint().addFile(from).hex().substring(0, 8));
        return new RunDescription(weights, more);
    }

    private static Map<String, String> named(Record settings) {
        Map<String, String> values = new LinkedHashMap<>();
        Map<String, Object> components = JSON.convertValue(settings, new TypeReference<>() {});
        components.forEach((name, value) -> values.put(name, Objects.toString(value)));
        return values;
    }

    private static String hash(PretrainedLlm llm) throws IOException {
        float[] norm = llm.weights().read("model.norm.weight").values();
        return Integer.toHexString(Arrays.hashCode(norm));
    }

    /**
     * Lets a run go on that was begun with these options.
     *
     * @param begun by name; one that is missing is not compared
     * @throws IllegalArgumentException if one differs
     */
    void refuseOther(Map<String, String> begun) {
        options.forEach((name, value) -> {
            String before = begun.getOrDefault(name, value);
            if (!before.equals(value)) {
                throw new IllegalArgumentException(
                        "its run was begun with %s %s, and is not to go on with %s: give what it was begun with, another --out, or --restart"
                                .formatted(name, before, value));
            }
        });
    }
}
