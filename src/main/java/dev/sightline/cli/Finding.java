package dev.sightline.cli;

/**
 * What {@code doctor} found about one thing.
 *
 * @param level   whether it is as it should be
 * @param subject the thing
 * @param what    what was found, and where it is not well what to do
 */
record Finding(Level level, String subject, String what) {
    /** How bad it is: only {@link #BAD} keeps Sightline from working. */
    enum Level {
        GOOD("ok  "),
        WARNING("warn"),
        BAD("BAD ");

        private final String mark;

        Level(String mark) {
            this.mark = mark;
        }
    }

    static Finding good(String subject, String what) {
        return new Finding(Level.GOOD, subject, what);
    }

    static Finding warning(String subject, String what) {
        return new Finding(Level.WARNING, subject, what);
    }

    static Finding bad(String subject, String what) {
        return new Finding(Level.BAD, subject, what);
    }

    @Override
    public String toString() {
        return "%s  %-8s  %s".formatted(level.mark, subject, what);
    }
}
