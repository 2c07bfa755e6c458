package dev.sightline.model;

import java.nio.file.Path;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** What is changed in a decoder's graph while it is loaded; its files stay as they are. */
final class DecoderRewriting {
    private static final Logger LOG = Logger.getLogger(DecoderRewriting.class);

    private final Consumer<OnnxGraph> weights;

    private DecoderRewriting(Consumer<OnnxGraph> weights) {
        this.weights = weights;
    }

    /** The rewriting that makes a decoder run in a precision. */
    static DecoderRewriting to(Precision precision) {
        return new DecoderRewriting(
                switch (precision) {
                    case INT8 ->
                        graph -> RowwiseInt8.rewrite(graph, !Processor.here().multipliesBytes());
                    case FP32 -> Fp32Weights::rewrite;
                    case AUTO, FP16, INT8_DYNAMIC, INT4 -> graph -> {};
                });
    }

    /** Rewrites the graph of a file. */
    void apply(OnnxGraph graph, Path file) {
        if (!LastPosition.insert(graph)) {
            LOG.infof("%s: its head is not one product, so prompts compute the logits of every position", file);
        }
        weights.accept(graph);
    }
}
