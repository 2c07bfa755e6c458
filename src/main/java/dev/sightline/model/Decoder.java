package dev.sightline.model;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The language model: new tokens and the keys and values of earlier ones to logits.
 *
 * <p>B rows · S new tokens of the longest row · P past · D hidden · V vocabulary. Rows are right-padded; the mask tells
 * each row's own length. Not thread-safe; one thread drives it. Whoever opened it closes it.
 */
public final class Decoder implements AutoCloseable {
    private final OrtEnvironment environment = OnnxRuntime.environment();
    private final OrtSession session;
    private final DecoderSignature signature;
    private final @Nullable TokenEmbedding embedding;
    private final int vocabulary;

    private final DirectBuffers ids = new DirectBuffers();
    private final DirectBuffers embeds = new DirectBuffers();
    private final DirectBuffers mask = new DirectBuffers();
    private final DirectBuffers positions = new DirectBuffers();
    private final DirectBuffers states = new DirectBuffers();
    private final DirectBuffers logits = new DirectBuffers();

    private Decoder(OrtSession session, Path file, @Nullable Path embeddingFile) throws OrtException {
        this.session = session;
        this.signature = DecoderSignature.of(file, session.getInputInfo(), session.getOutputInfo());
        long[] shape = ((TensorInfo) session.getOutputInfo().get("logits").getInfo()).getShape();
        this.vocabulary = Math.toIntExact(shape[shape.length - 1]);
        this.embedding = signature.hidden() > 0 && embeddingFile != null ? new TokenEmbedding(embeddingFile) : null;
    }

    /**
     * Loads the decoder and its word embeddings.
     *
     * @throws ModelRefusedException if a file is no network that runs here
     */
    static Decoder load(Path file, @Nullable Path embeddingFile) {
        OrtEnvironment environment = OnnxRuntime.environment();
        try (OrtSession.SessionOptions options = OnnxRuntime.options()) {
            return new Decoder(environment.createSession(file.toString(), options), file, embeddingFile);
        } catch (OrtException e) {
            throw new ModelRefusedException(file + " cannot be run by ONNX Runtime: " + e.getMessage(), e);
        }
    }

    /** How many words it scores, V. */
    public int vocabulary() {
        return vocabulary;
    }

    /** Bytes of keys and values a token. */
    public long bytesPerToken() {
        return signature.bytesPerToken();
    }

    /** Memory for so many texts of so many tokens; the caller closes it. */
    public KeyValueBuffers allocate(int slots, int tokens) {
        return new KeyValueBuffers(signature, slots, tokens);
    }

    /**
     * Reads each row's new tokens, row {@code i} from and to slot {@code firstSlot + i}.
     *
     * <p>Several rows of several tokens each must have no past; the kernel refuses more than one row otherwise.
     *
     * @return the scores after each row's last token, overwritten by the next run
     * @throws IllegalStateException if the run failed; the slots' contents are then undefined
     */
    public Logits run(List<? extends DecoderRow> rows, KeyValueBuffers cache, int firstSlot) {
        int b = rows.size();
        int s = rows.stream().mapToInt(DecoderRow::length).max().orElseThrow();
        int total =
                rows.stream().mapToInt(row -> row.past() + row.length()).max().orElseThrow();
        FloatBuffer scores = logits.floats(b * s * vocabulary);
        try (Feed feed = new Feed()) {
            tokens(feed, rows, b, s);
            if (signature.takes("attention_mask")) {
                feed.longs("attention_mask", maskOf(rows, total), b, total);
            }
            if (signature.takes("position_ids")) {
                LongBuffer values = positionsOf(rows, s);
                if (signature.positionPlanes() == 3) {
                    feed.longs("position_ids", values, 3, b, s);
                } else {
                    feed.longs("position_ids", values, b, s);
                }
            }
            OnnxTensor target = feed.own(OnnxTensor.createTensor(environment, scores, new long[] {b, s, vocabulary}));
            Map<String, OnnxTensor> outputs = new HashMap<>(Map.of("logits", target));
            List<OnnxTensor> slots = cache.view(firstSlot, b);
            for (int i = 0; i < slots.size(); i++) {
                feed.inputs.put(signature.past().get(i), slots.get(i));
                outputs.put(signature.present().get(i), slots.get(i));
            }
            session.run(feed.inputs, Set.of(), outputs).close();
        } catch (OrtException e) {
            throw new IllegalStateException("The decoder's run failed: " + e.getMessage(), e);
        }
        int[] last = new int[b];
        for (int row = 0; row < b; row++) {
            last[row] = (row * s + rows.get(row).length() - 1) * vocabulary;
        }
        return new Logits(scores, vocabulary, last);
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

    private LongBuffer maskOf(List<? extends DecoderRow> rows, int total) {
        LongBuffer values = mask.longs(rows.size() * total);
        for (int row = 0; row < rows.size(); row++) {
            int own = rows.get(row).past() + rows.get(row).length();
            for (int i = 0; i < total; i++) {
                values.put(row * total + i, i < own ? 1 : 0);
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

    @Override
    public void close() {
        if (embedding != null) {
            embedding.close();
        }
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException("The decoder cannot be closed: " + e.getMessage(), e);
        }
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
