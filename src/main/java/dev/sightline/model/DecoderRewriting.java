package dev.sightline.model;

import dev.sightline.model.folder.Precision;
import dev.sightline.model.graph.BatchPartners;
import dev.sightline.model.graph.Fp32Weights;
import dev.sightline.model.graph.OnnxGraph;
import dev.sightline.model.graph.RowwiseInt8;
import dev.sightline.model.runtime.Processor;
import java.nio.file.Path;
import java.util.function.Function;
import org.jboss.logging.Logger;

/** What is changed in a decoder's graph while it is loaded; its files stay as they are. */
public final class DecoderRewriting {
    private static final Logger LOG = Logger.getLogger(DecoderRewriting.class);

    private final Precision precision;
    private final int contextTokens;

    private DecoderRewriting(Precision precision, int contextTokens) {
        this.precision = precision;
        this.contextTokens = contextTokens;
    }

    /** The rewriting that makes a decoder run in a precision; its attention stays as it is. */
    public static DecoderRewriting to(Precision precision) {
        return new DecoderRewriting(precision, 0);
    }

    /** Besides, its attention keeps texts in slots where it can be made to, each of so many tokens at most. */
    DecoderRewriting inSlots(int mostTokens) {
        return new DecoderRewriting(precision, mostTokens);
    }

    /** Chooses how keys and values are kept, and rewrites the attention for it. */
    CacheForm.Chosen cacheForm(OnnxGraph graph, Path file, Function<CacheForm.Chosen, Decoder> open) {
        return contextTokens > 0 ? CacheForm.of(graph, file, contextTokens, open) : CacheForm.asFiled(graph);
    }

    /** Rewrites the rest of the graph of a file; tells whether rows of a batch then depend on each other. */
    BatchPartners apply(OnnxGraph graph, Path file) {
        if (!LastPosition.insert(graph)) {
            LOG.infof("%s: its head is not one product, so prompts compute the logits of every position", file);
        }
        BatchPartners partners = BatchPartners.settle(graph, file.toString(), precision);
        switch (precision) {
            case INT8 -> RowwiseInt8.rewrite(graph, !Processor.here().multipliesBytes());
            case FP32 -> Fp32Weights.rewrite(graph);
            case AUTO, FP16, INT8_DYNAMIC, INT4 -> {}
        }
        return partners;
    }
}
