package dev.sightline.model;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.sightline.model.folder.ModelRefusedException;
import dev.sightline.model.graph.OnnxGraph;
import dev.sightline.model.runtime.Cores;
import dev.sightline.model.runtime.Device;
import dev.sightline.model.runtime.OnnxRuntime;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where a decoder comes from: its graph is read, rewritten, and made a session.
 *
 * @param file      its network
 * @param embedding word embeddings, which stay on the processor; null where its graph reads ids
 * @param closes    whether they close with the decoder
 * @param device    where it computes and keeps keys and values
 */
public record DecoderOrigin(Path file, @Nullable TokenEmbedding embedding, boolean closes, Device device) {
    /**
     * Loads a decoder and its word embeddings.
     *
     * @param rewriting what is changed in the graph at load
     * @throws ModelRefusedException if a file is no network that runs here
     */
    public static Decoder load(Path file, @Nullable Path embeddingFile, DecoderRewriting rewriting, Device device) {
        try (OnnxGraph graph = OnnxGraph.read(file)) {
            TokenEmbedding embedding =
                    graph.takes("inputs_embeds") && embeddingFile != null ? new TokenEmbedding(embeddingFile) : null;
            try {
                return new DecoderOrigin(file, embedding, true, device).open(graph, rewriting);
            } catch (ModelRefusedException e) {
                if (embedding != null) {
                    embedding.close();
                }
                throw e;
            }
        }
    }

    private Decoder open(OnnxGraph graph, DecoderRewriting rewriting) {
        DecoderOrigin probed = new DecoderOrigin(file, embedding, false, device);
        CacheForm.Chosen chosen = device == Device.CUDA
                ? CacheForm.asFiled(graph) // GroupQueryAttention takes 16-bit numbers there
                : rewriting.cacheForm(graph, file, probed::open);
        Decoder decoder = open(chosen.with(rewriting.apply(chosen.graph(), file)));
        share(decoder, chosen.graph());
        return decoder;
    }

    /** Holds the network a second time where that costs little memory. */
    private void share(Decoder decoder, OnnxGraph graph) {
        if (device == Device.CPU && Cores.worthSharing(graph.weightBytes())) {
            try (OrtSession.SessionOptions options = OnnxRuntime.shareOptions()) {
                decoder.share(OnnxRuntime.environment().createSession(graph.toBytes(), options));
            } catch (OrtException e) {
                throw new ModelRefusedException(file + " cannot be run twice: " + e.getMessage(), e);
            }
        }
    }

    /** Makes a session of a graph. */
    Decoder open(CacheForm.Chosen chosen) {
        try (OrtSession.SessionOptions options = device.options()) {
            OrtSession session =
                    OnnxRuntime.environment().createSession(chosen.graph().toBytes(), options);
            Decoder decoder = new Decoder(session, this, chosen);
            if (decoder.inPlace()
                    && device == Device.CUDA
                    && decoder.signature().cacheType() == OnnxJavaType.FLOAT) {
                decoder.close();
                throw new ModelRefusedException(
                        file + " cannot run on CUDA, where GroupQueryAttention takes 16-bit numbers:"
                                + " sightline convert FOLDER --precision fp16 makes such files");
            }
            return decoder;
        } catch (OrtException e) {
            throw new ModelRefusedException(file + " cannot be run by ONNX Runtime: " + e.getMessage(), e);
        }
    }
}
