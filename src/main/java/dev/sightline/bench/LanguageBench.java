package dev.sightline.bench;

import dev.sightline.model.Decoder;
import dev.sightline.model.DecoderRow;
import dev.sightline.model.VisionLanguageModel;
import dev.sightline.model.folder.ModelFolder;
import dev.sightline.model.folder.Precision;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The language model alone: prompts of given tokens are read, then each grows by given tokens; nothing is sampled.
 *
 * @param model        the folder
 * @param precision    its number format
 * @param promptTokens of each row
 * @param steps        after it
 */
public record LanguageBench(Path model, Precision precision, int promptTokens, int steps) {
    private static final int WARM_UPS = 2;

    /**
     * One run, for all rows together.
     *
     * @param prefillMillis reading the prompts
     * @param decodeMillis  all steps after it
     */
    public record Result(double prefillMillis, double decodeMillis) {
        double millis() {
            return prefillMillis + decodeMillis;
        }
    }

    /** Measures so many rows at once, several times, and gives the middle run. */
    public Result run(int batch, int repeat) {
        try (var loaded = VisionLanguageModel.load(ModelFolder.open(model), precision)) {
            var runs = IntStream.range(0, WARM_UPS + repeat)
                    .mapToObj(run -> once(loaded.decoder(), batch))
                    .skip(WARM_UPS)
                    .toList();
            return Medians.middle(runs, Result::millis);
        }
    }

    private Result once(Decoder decoder, int batch) {
        var lane = decoder.lane();
        try (var cache = decoder.allocate(batch, promptTokens + steps)) {
            var begin = System.nanoTime();
            lane.run(rows(batch, 0, promptTokens), cache, 0, true);
            var read = System.nanoTime();
            for (var step = 0; step < steps; step++) {
                lane.run(rows(batch, promptTokens + step, 1), cache, 0, true);
            }
            return new Result((read - begin) / 1e6, (System.nanoTime() - read) / 1e6);
        }
    }

    private static List<GivenTokens> rows(int batch, int past, int length) {
        return IntStream.range(0, batch)
                .mapToObj(row -> new GivenTokens(row, past, length))
                .toList();
    }

    /** Words that nobody chose. */
    private record GivenTokens(int row, int past, int length) implements DecoderRow {
        @Override
        public int id(int index) {
            return 100 + (row * 977 + (past + index) * 131) % 40_000;
        }

        @Override
        public long position(int plane, int index) {
            return past + (long) index;
        }

        @Override
        public boolean writeImageToken(int index, FloatBuffer target) {
            return false;
        }

        @Override
        public @Nullable FloatBuffer encoderStates() {
            return null;
        }
    }
}
