package dev.sightline.model;

import dev.sightline.model.graph.ExactProducts;
import dev.sightline.model.graph.OnnxGraph;
import dev.sightline.model.graph.Trial;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Whether a rewritten decoder scores as the original does: three texts of unlike lengths, read together and alone.
 *
 * <p>Each is a prompt, three tokens one by one, and four more at once. The original reads each text apart; the rewritten one
 * reads the prompts in one run and moves the texts from slot to slot.
 */
final class RewritingProbe {
    /** By how much a score may differ. */
    static final float TOLERANCE = 1e-3f;

    private static final int[] PROMPTS = {7, 3, 5};
    private static final int DECODES = 3;
    private static final int CHUNK = 4;
    private static final int TOKENS = 24;

    private RewritingProbe() {}

    /**
     * The largest difference of a score.
     *
     * @param open makes a decoder of a graph; it is closed here
     * @throws IllegalStateException if a run fails
     */
    static float difference(OnnxGraph original, OnnxGraph rewritten, Function<OnnxGraph, Decoder> open) {
        List<List<float[]>> expected = run(original, open, RewritingProbe::apart);
        List<List<float[]>> given = run(rewritten, open, RewritingProbe::together);
        float most = 0;
        for (int row = 0; row < expected.size(); row++) {
            for (int step = 0; step < expected.get(row).size(); step++) {
                float[] a = expected.get(row).get(step);
                float[] b = given.get(row).get(step);
                for (int i = 0; i < a.length; i++) {
                    float difference = Math.abs(a[i] - b[i]);
                    most = Float.isNaN(difference) ? Float.POSITIVE_INFINITY : Math.max(most, difference);
                }
            }
        }
        return most;
    }

    private static List<List<float[]>> run(
            OnnxGraph graph, Function<OnnxGraph, Decoder> open, Function<Decoder, List<List<float[]>>> reading) {
        OnnxGraph exact = graph.copy();
        ExactProducts.rewrite(exact);
        LastPosition.insert(exact);
        try (Decoder decoder = open.apply(exact)) {
            return reading.apply(decoder);
        }
    }

    private static List<List<float[]>> apart(Decoder decoder) {
        DecoderLane lane = decoder.lane();
        List<Text> texts = texts(decoder);
        for (Text text : texts) {
            try (KeyValueCache cache = decoder.allocate(1, TOKENS)) {
                for (int tokens : new int[] {text.fresh, 1, 1, 1, CHUNK}) {
                    text.fresh = tokens;
                    read(lane, cache, List.of(text), 0);
                }
            }
        }
        return texts.stream().map(text -> text.scores).toList();
    }

    private static List<List<float[]>> together(Decoder decoder) {
        DecoderLane lane = decoder.lane();
        List<Text> texts = texts(decoder);
        List<Text> inSlots = new ArrayList<>(texts);
        try (KeyValueCache cache = decoder.allocate(texts.size(), TOKENS)) {
            read(lane, cache, inSlots, 0);
            for (int step = 0; step < DECODES; step++) {
                swap(cache, inSlots, step % 2, 2);
                inSlots.forEach(text -> text.fresh = 1);
                read(lane, cache, inSlots, 0);
            }
            for (int slot = 0; slot < inSlots.size(); slot++) {
                inSlots.get(slot).fresh = CHUNK;
                read(lane, cache, inSlots.subList(slot, slot + 1), slot);
            }
        }
        return texts.stream().map(text -> text.scores).toList();
    }

    private static void read(DecoderLane lane, KeyValueCache cache, List<Text> texts, int slot) {
        Logits logits = lane.run(texts, cache, slot, true);
        for (int i = 0; i < texts.size(); i++) {
            float[] scores = new float[logits.vocabulary()];
            logits.copyRow(i, scores);
            texts.get(i).scores.add(scores);
            texts.get(i).past += texts.get(i).fresh;
        }
    }

    private static void swap(KeyValueCache cache, List<Text> inSlots, int one, int other) {
        int spare = cache.slots();
        cache.copy(one, spare, inSlots.get(one).past);
        cache.copy(other, one, inSlots.get(other).past);
        cache.copy(spare, other, inSlots.get(one).past);
        Collections.swap(inSlots, one, other);
    }

    private static List<Text> texts(Decoder decoder) {
        List<Text> texts = new ArrayList<>();
        for (int i = 0; i < PROMPTS.length; i++) {
            texts.add(new Text(i, PROMPTS[i], decoder.vocabulary(), decoder.encoderWidth()));
        }
        return texts;
    }

    private static final class Text implements DecoderRow {
        private final int number;
        private final int vocabulary;
        private final @Nullable FloatBuffer encoderStates;
        private final List<float[]> scores = new ArrayList<>();
        private int fresh;
        private int past;

        Text(int number, int prompt, int vocabulary, int encoderWidth) {
            this.number = number;
            this.fresh = prompt;
            this.vocabulary = vocabulary;
            this.encoderStates = encoderWidth == 0 ? null : FloatBuffer.allocate(3 * encoderWidth);
            for (int i = 0; encoderStates != null && i < encoderStates.capacity(); i++) {
                encoderStates.put(i, Trial.number(i + number));
            }
        }

        @Override
        public int length() {
            return fresh;
        }

        @Override
        public int past() {
            return past;
        }

        @Override
        public int id(int index) {
            return (number * 101 + (past + index) * 37 + 11) % vocabulary;
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
            return encoderStates;
        }
    }
}
