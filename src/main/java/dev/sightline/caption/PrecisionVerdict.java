package dev.sightline.caption;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.sightline.model.folder.Precision;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What a {@link PrecisionTrial} found.
 *
 * @param figures of each precision that ran, the reference first
 */
public record PrecisionVerdict(List<Figure> figures) {
    /** The least agreement of a precision that may run. */
    static final double ENOUGH = 0.75;

    public PrecisionVerdict {
        figures = List.copyOf(figures);
        if (figures.isEmpty()) {
            throw new IllegalArgumentException("a verdict needs figures");
        }
    }

    /**
     * One precision.
     *
     * @param precision the number format
     * @param agreement the share of the reference's tokens that came before its texts first differed
     * @param millis    a photo's text, all photos at once
     */
    public record Figure(Precision precision, double agreement, double millis) {}

    /** The fastest that agrees enough. */
    @JsonIgnore
    public Precision precision() {
        return figures.stream()
                .filter(figure -> figure.agreement() >= ENOUGH)
                .min(Comparator.comparingDouble(Figure::millis))
                .orElse(figures.get(0))
                .precision();
    }

    /** Why, for people. */
    @JsonIgnore
    public String reason() {
        var all = figures.stream()
                .map(figure -> String.format(
                        Locale.ROOT,
                        "%s %.0f ms a text, agreeing in %.0f%% of tokens",
                        figure.precision() == Precision.AUTO
                                ? "the files as they are"
                                : figure.precision().label(),
                        figure.millis(),
                        100 * figure.agreement()))
                .collect(Collectors.joining("; "));
        return "fastest here whose greedy texts of the sample photos agree with those of the first in at least %.0f%% of tokens: %s"
                .formatted(100 * ENOUGH, all);
    }
}
