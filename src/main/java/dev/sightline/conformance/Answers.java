package dev.sightline.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Where answers go: a question that cannot be answered is told as such, and leaves the others alone. */
final class Answers {
    private final Consumer<JsonNode> lines;
    private final Consumer<String> problems;
    private int missing;

    /**
     * @param lines    told each answer
     * @param problems told of each question that has none, and why
     */
    Answers(Consumer<JsonNode> lines, Consumer<String> problems) {
        this.lines = lines;
        this.problems = problems;
    }

    /** Answers a question. */
    void give(String question, Supplier<JsonNode> answer) {
        JsonNode line;
        try {
            line = answer.get();
        } catch (RuntimeException e) { // whatever it is, the question has no answer
            missing++;
            problems.accept(question + " has no answer: " + root(e));
            return;
        }
        lines.accept(line);
    }

    /** How many questions have no answer. */
    int missing() {
        return missing;
    }

    private static String root(Throwable failure) {
        var root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.toString().replaceAll("\\s+", " ");
    }
}
