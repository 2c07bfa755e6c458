package dev.sightline.model;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import dev.sightline.model.runtime.DirectBuffers;
import dev.sightline.model.runtime.OnnxRuntime;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One thread's way through a decoder, with what it reads and writes.
 *
 * <p>B rows · S new tokens of the longest row · P past · D hidden · V vocabulary. Rows are right-padded; the mask tells
 * each row's own length. Not thread-safe; it is the decoder that is closed.
 */
public final class DecoderLane {
    private final OrtEnvironment environment = OnnxRuntime.environment();
    private final Decoder decoder;
    private final DecoderSignature signature;
    private final @Nullable TokenEmbedding embedding;
    private final int vocabulary;

    private final DirectBuffers ids = new DirectBuffers();
    private final DirectBuffers embeds = new DirectBuffers();
    private final DirectBuffers mask = new DirectBuffers();
    private final DirectBuffers positions = new DirectBuffers();
    private final DirectBuffers last = new DirectBuffers();
    private final DirectBuffers states = new DirectBuffers();
    private final DirectBuffers logits = new DirectBuffers();
    private final float[] row;

    DecoderLane(Decoder decoder) {
        this.decoder = decoder;
        this.signature = decoder.signature();
        this.embedding = decoder.embedding();
        this.vocabulary = decoder.vocabulary();
        this.row = new float[vocabulary];
    }

    /**
     * Reads each row's new tokens, row {@code i} from and to slot {@code firstSlot + i}.
     *
     * <p>Several rows of several tokens each must have no past; the kernel refuses more than one row otherwise.
     *
     * @param everyCore whether it computes on all of them, or on its share
     * @return the scores after each row's last token, overwritten by the next run
     * @throws IllegalStateException if the run failed; the slots' contents are then undefined
     */
    public Logits run(List<? extends DecoderRow> rows, KeyValueCache cache, int firstSlot, boolean everyCore) {
        int b = rows.size();
        int s = rows.stream().mapToInt(DecoderRow::length).max().orElseThrow();
        int past = cache.pastColumns(firstSlot, rows);
        boolean gathered = signature.takes(LastPosition.INPUT);
        int positionsScored = gathered ? 1 : s;
        FloatBuffer scores = logits.floats(b * positionsScored * vocabulary);
        try (Feed feed = new Feed()) {
            tokens(feed, rows, b, s);
            if (signature.takes("attention_mask")) {
                feed.longs("attention_mask", maskOf(rows, cache, firstSlot, past, s), b, past + s);
            }
            if (signature.takes("position_ids")) {
                long[] shape = signature.positionPlanes() == 3 ? new long[] {3, b, s} : new long[] {b, s};
                feed.longs("position_ids", positionsOf(rows, s), shape);
            }
            if (signature.takes("encoder_hidden_states")) {
                encoderStates(feed, rows, b);
            }
            if (signature.takes("num_logits_to_keep")) {
                feed.longs(
                        "num_logits_to_keep",
                        DirectBuffers.allocate(Long.BYTES).asLongBuffer().put(0, s));
            }
            if (signature.takes("use_cache_branch")) {
                ByteBuffer flag = DirectBuffers.allocate(1).put(0, (byte) (past > 0 ? 1 : 0));
                feed.inputs.put(
                        "use_cache_branch",
                        feed.own(OnnxTensor.createTensor(environment, flag, new long[] {1}, OnnxJavaType.BOOL)));
            }
            if (gathered) {
                feed.longs(LastPosition.INPUT, LastPosition.of(rows, s, last.longs(b)), b);
            }
            OnnxTensor target =
                    feed.own(OnnxTensor.createTensor(environment, scores, new long[] {b, positionsScored, vocabulary}));
            Map<String, OnnxTensor> outputs = new HashMap<>(Map.of("logits", target));
            put(feed.inputs, signature.past(), cache.past(firstSlot, b));
            put(outputs, signature.present(), cache.present(firstSlot, b, s));
            decoder.session(everyCore).run(feed.inputs, Set.of(), outputs).close();
            cache.written(firstSlot, rows, s);
        } catch (OrtException e) {
            throw new IllegalStateException("The decoder's run failed: " + e.getMessage(), e);
        }
        int[] offsets = new int[b];
        for (int row = 0; row < b; row++) {
            offsets[row] = (gathered ? row : row * s + rows.get(row).length() - 1) * vocabulary;
        }
        return new Logits(scores, vocabulary, offsets, row);
    }

    private static void put(Map<String, ? super OnnxTensor> into, List<String> names, List<OnnxTensor> tensors) {
        for (int i = 0; i < names.size(); i++) {
            into.put(names.get(i), tensors.get(i));
        }
    }

    private void encoderStates(Feed feed, List<? extends DecoderRow> rows, int b) throws OrtException {
        FloatBuffer first = rows.get(0).encoderStates();
        if (first == null) {
            throw new IllegalStateException("The decoder looks at a picture, and the request has none");
        }
        int floats = first.remaining();
        FloatBuffer values = states.floats(b * floats);
        for (int row = 0; row < b; row++) {
            values.put(row * floats, rows.get(row).encoderStates(), 0, floats);
        }
        long[] shape = {b, floats / signature.encoderWidth(), signature.encoderWidth()};
        feed.inputs.put("encoder_hidden_states", feed.own(OnnxTensor.createTensor(environment, values, shape)));
    }

    private void tokens(Feed feed, List<? extends DecoderRow> rows, int b, int s) throws OrtException {
        LongBuffer tokens = ids.longs(b * s);
        for (int row = 0; row < b; row++) {
            for (int i = 0; i < s; i++) {
                tokens.put(
                        row * s + i, i < rows.get(row).length() ? rows.get(row).id(i) : 0);
            }
        }
        if (embedding == null) {
            feed.longs("input_ids", tokens, b, s);
            return;
        }
        int d = signature.hidden();
        FloatBuffer vectors = embeds.floats(b * s * d);
        OnnxTensor tensor = feed.own(OnnxTensor.createTensor(environment, vectors, new long[] {b, s, d}));
        embedding.embed(tokens, b, s, tensor);
        for (int row = 0; row < b; row++) {
            for (int i = 0; i < rows.get(row).length(); i++) {
                rows.get(row).writeImageToken(i, vectors.slice((row * s + i) * d, d));
            }
        }
        feed.inputs.put("inputs_embeds", tensor);
    }

    private LongBuffer maskOf(List<? extends DecoderRow> rows, KeyValueCache cache, int first, int past, int s) {
        int total = past + s;
        LongBuffer values = mask.longs(rows.size() * total);
        for (int row = 0; row < rows.size(); row++) {
            int own = rows.get(row).past();
            int fresh = cache.joinable() ? own : past; // where the row's new tokens stand
            for (int i = 0; i < total; i++) {
                boolean isNew = i >= fresh && i < fresh + rows.get(row).length();
                values.put(row * total + i, isNew || cache.real(first + row, i, own) ? 1 : 0);
            }
        }
        return values;
    }

    private LongBuffer positionsOf(List<? extends DecoderRow> rows, int s) {
        int planes = signature.positionPlanes();
        LongBuffer values = positions.longs(planes * rows.size() * s);
        for (int plane = 0; plane < planes; plane++) {
            for (int row = 0; row < rows.size(); row++) {
                DecoderRow from = rows.get(row);
                for (int i = 0; i < s; i++) {
                    int index = Math.min(i, from.length() - 1);
                    values.put((plane * rows.size() + row) * s + i, from.position(plane, index));
                }
            }
        }
        return values;
    }

    /** The tensors of one run; those made for it close with it. */
    private final class Feed implements AutoCloseable {
        private final Map<String, OnnxTensorLike> inputs = new HashMap<>();
        private final List<OnnxTensor> owned = new ArrayList<>();

        private OnnxTensor own(OnnxTensor tensor) {
            owned.add(tensor);
            return tensor;
        }

        private void longs(String name, LongBuffer values, long... shape) throws OrtException {
            inputs.put(name, own(OnnxTensor.createTensor(environment, values, shape)));
        }

        @Override
        public void close() {
            owned.forEach(OnnxTensor::close);
        }
    }
}
