package dev.sightline.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Images that a peer captioned together; its times are of all of them.
 *
 * @param images  how many
 * @param tokens  of all captions
 * @param longest tokens of the longest caption: the steps that the batch took
 * @param stages  wall-clock milliseconds: {@code preprocess, vision, prefill, decode} and what else it measures
 * @param millis  from reading the images to the last token
 */
record PeerBatch(int images, int tokens, int longest, Map<String, Double> stages, double millis) {
    private static final String SUM =
            "generate_total"; // where it is measured: the stages after reading, and between them
    private static final String READING = "preprocess";
    private static final List<String> BEFORE_FIRST_TOKEN = List.of(READING, "vision", "prefill");

    /** The batches of a pass, from its lines: one an image, the times repeated on each line of a batch. */
    static List<PeerBatch> of(List<JsonNode> lines) {
        var batches = new ArrayList<PeerBatch>();
        for (var first = 0; first < lines.size(); ) {
            var together = Math.max(1, lines.get(first).path("batch").asInt(1));
            var end = Math.min(lines.size(), first + together);
            batches.add(batch(lines.subList(first, end)));
            first = end;
        }
        return batches;
    }

    private static PeerBatch batch(List<JsonNode> lines) {
        var tokens =
                lines.stream().mapToInt(line -> line.path("tokens").asInt()).toArray();
        var stages = new LinkedHashMap<String, Double>();
        lines.get(0)
                .path("ms")
                .properties()
                .forEach(time -> stages.put(time.getKey(), time.getValue().asDouble()));
        var sum = stages.remove(SUM);
        var millis = sum == null
                ? stages.values().stream().mapToDouble(Double::doubleValue).sum()
                : sum + stages.getOrDefault(READING, 0.0);
        var total = 0;
        var longest = 0;
        for (var count : tokens) {
            total += count;
            longest = Math.max(longest, count);
        }
        return new PeerBatch(lines.size(), total, longest, stages, millis);
    }

    /** From the batch's turn to its first tokens. */
    double firstTokenMillis() {
        return BEFORE_FIRST_TOKEN.stream()
                .mapToDouble(stage -> stages.getOrDefault(stage, 0.0))
                .sum();
    }

    /** From one token of the longest caption to its next; at least two tokens are needed for it. */
    double tokenMillis() {
        return (millis - firstTokenMillis()) / (longest - 1);
    }
}
