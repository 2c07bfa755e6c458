package dev.sightline.cli;

import java.io.PrintWriter;

/** Tells of an evaluation as it goes: a bar a model, failures above it, and in the end whether there were any. */
final class EvaluationProgress {
    private final PrintWriter err;
    private boolean allDone = true;

    EvaluationProgress(PrintWriter err) {
        this.err = err;
    }

    /** A model's images begin; whoever asked for the bar closes it. */
    ProgressBar begin(int images) {
        return ProgressBar.on(err, Terminal.width(), images, "images", System::nanoTime);
    }

    void done(ProgressBar bar) {
        bar.advance(true);
    }

    /** An image failed, and is left out. */
    void failed(ProgressBar bar, String why) {
        allDone = false;
        bar.above(() -> err.println(why));
        bar.advance(false);
    }

    /** Something that a user should know. */
    void say(String sentence) {
        err.println(sentence);
    }

    boolean allDone() {
        return allDone;
    }
}
