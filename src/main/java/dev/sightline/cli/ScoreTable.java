package dev.sightline.cli;

import dev.sightline.train.evaluate.Estimate;
import dev.sightline.train.evaluate.Evaluation;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Scores for a terminal or a script, columns parted by tabs:
 * {@code score value low high}, and of two models {@code … value low high difference low high}.
 */
final class ScoreTable {
    private final Evaluation one;
    private final @Nullable Evaluation other;

    ScoreTable(Evaluation one, @Nullable Evaluation other) {
        this.one = one;
        this.other = other;
    }

    void print(PrintWriter out) {
        out.println("score\t" + one.model() + "\tlow\thigh"
                + (other == null ? "" : "\t" + other.model() + "\tlow\thigh\tdifference\tlow\thigh"));
        one.scores().forEach((name, score) -> {
            var line = name + cells(score.estimate());
            if (other != null) {
                var theirs = Objects.requireNonNull(other.scores().get(name));
                line += cells(theirs.estimate()) + cells(score.minus(theirs));
            }
            out.println(line);
        });
    }

    private static String cells(Estimate estimate) {
        return String.format(Locale.ROOT, "\t%.4f\t%.4f\t%.4f", estimate.value(), estimate.low(), estimate.high());
    }
}
