package dev.sightline.cli;

/** What the process ends with; scripts rely on these. */
final class ExitStatus {
    static final int ALL_DONE = 0;
    static final int SOME_FAILED = 1;
    static final int WRONG_USAGE = 2;
    static final int CANNOT_START = 3;

    private ExitStatus() {}
}
