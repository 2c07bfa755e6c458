package dev.sightline.generate;

import static dev.sightline.generate.InvalidParameterException.check;

/**
 * How many continuations are followed at once.
 *
 * @param beams         1 is no search
 * @param lengthPenalty texts are compared by their log-probability over length to this power
 */
public record BeamSearch(int beams, double lengthPenalty) {
    /** Most beams. */
    public static final int MOST = 16;
    /** One text, no search. */
    public static final BeamSearch NONE = of(1);

    public BeamSearch {
        check(beams >= 1 && beams <= MOST, "beams", "must be between 1 and " + MOST, beams);
        check(Double.isFinite(lengthPenalty), "lengthPenalty", "must be a number", lengthPenalty);
    }

    /** So many beams, compared by their mean log-probability. */
    public static BeamSearch of(int beams) {
        return new BeamSearch(beams, 1);
    }
}
