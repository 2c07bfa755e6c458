package dev.sightline.cli;

/** The terminal behind stderr; the launcher looks, since Java cannot tell when stdout is redirected. */
final class Terminal {
    private Terminal() {}

    /** Its width in columns, 0 where stderr is no terminal. */
    static int width() {
        return Integer.getInteger("sightline.terminal.width", 0);
    }
}
