package dev.sightline.model;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Two texts of made-up ids that grow together in slots 0 and 1 of a cache. */
public final class TinyTexts {
    private TinyTexts() {}

    /** A text of made-up ids. */
    private record Text(int past, int... ids) implements DecoderRow {
        @Override
        public int length() {
            return ids.length;
        }

        @Override
        public int id(int index) {
            return ids[index];
        }

        @Override
        public long position(int plane, int index) {
            return (long) past + index;
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

    /** Two prompts of unequal length, a step, the first text moved aside and back, and three steps more. */
    public static List<float[]> scores(Decoder decoder, KeyValueCache cache) {
        List<float[]> scores = new ArrayList<>();
        run(decoder, cache, scores, new Text(0, 5, 9, 2, 7), new Text(0, 11, 3));
        run(decoder, cache, scores, new Text(4, 8), new Text(2, 4));
        cache.copy(0, 4, 5);
        cache.copy(1, 0, 3);
        cache.copy(4, 1, 5);
        run(decoder, cache, scores, new Text(3, 1), new Text(5, 1));
        run(decoder, cache, scores, new Text(4, 6), new Text(6, 2));
        run(decoder, cache, scores, new Text(5, 17), new Text(7, 13));
        return scores;
    }

    private static void run(Decoder decoder, KeyValueCache cache, List<float[]> scores, Text... texts) {
        Logits logits = decoder.lane().run(List.of(texts), cache, 0, true);
        for (int row = 0; row < texts.length; row++) {
            float[] copy = new float[logits.vocabulary()];
            logits.copyRow(row, copy);
            scores.add(copy);
        }
    }
}
