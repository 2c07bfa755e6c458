package dev.sightline.train.evaluate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was measured of one model.
 *
 * @param scores by name, in the order in which they are shown
 * @param judged what it said, image by image
 */
public record Evaluation(String model, Map<String, Score> scores, List<Judged> judged) {
    public Evaluation {
        judged = List.copyOf(judged);
    }

    /** Each score with its interval. */
    public Map<String, Estimate> estimates() {
        Map<String, Estimate> estimates = new LinkedHashMap<>();
        scores.forEach((name, score) -> estimates.put(name, score.estimate()));
        return estimates;
    }

    /**
     * How far each score lies above another model's of the same images, with the paired interval.
     *
     * @throws IllegalArgumentException if they were asked of unlike numbers of images, or scored otherwise
     */
    public Map<String, Estimate> over(Evaluation other) {
        Map<String, Estimate> differences = new LinkedHashMap<>();
        scores.forEach((name, score) -> {
            Score theirs = other.scores().get(name);
            if (theirs == null) {
                throw new IllegalArgumentException(other.model() + " has no " + name);
            }
            differences.put(name, score.minus(theirs));
        });
        return differences;
    }
}
