package dev.sightline.generate;

/** A parameter of generation lies outside its range; the message names it, its range and the value given. */
public final class InvalidParameterException extends IllegalArgumentException {
    private final String parameter;
    private final String problem;

    /**
     * @param parameter its name, such as {@code topP}
     * @param range     what holds of it, such as {@code must be between 0 and 1}
     * @param value     what was given
     */
    public InvalidParameterException(String parameter, String range, Object value) {
        super(parameter + " " + range + ", not " + value);
        this.parameter = parameter;
        this.problem = range + ", not " + value;
    }

    static void check(boolean holds, String parameter, String range, Object value) {
        if (!holds) {
            throw new InvalidParameterException(parameter, range, value);
        }
    }

    /** The parameter's name, such as {@code topP}. */
    public String parameter() {
        return parameter;
    }

    /** Its range and the value given, as they follow its name. */
    public String problem() {
        return problem;
    }
}
