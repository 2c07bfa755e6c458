package dev.sightline.cli;

import dev.sightline.train.Exporting;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;

/** How far an export is with its 4 bits: a bar on a terminal, a line every ten layers elsewhere. */
final class LayerReport implements Exporting.Progress {
    private static final int LINES_APART = 10;

    private final PrintWriter err;
    private final int width;
    private @Nullable ProgressBar bar;

    /** @param width of the terminal, 0 where there is none */
    LayerReport(PrintWriter err, int width) {
        this.err = err;
        this.width = width;
    }

    @Override
    public void quantised(int layers, int all) {
        if (width == 0 && (layers % LINES_APART == 0 || layers == all)) {
            err.println(layers + " of " + all + " layers in 4 bits");
        }
        if (bar == null) {
            bar = ProgressBar.on(err, width, all, "layers", System::nanoTime);
        }
        bar.advance(true);
        if (layers == all) {
            bar.close();
        }
    }
}
