package dev.sightline.model.graph;

import ai.onnx.proto.OnnxMl.NodeProto;
import dev.sightline.model.folder.Precision;
import dev.sightline.model.runtime.Processor;
import java.util.List;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Whether the rows of a network's batch depend on each other, and what is done about it.
 *
 * <p>They do where activations are quantised by a scale that is found over the whole tensor. Weight products are converted to a
 * scale a row; where something else is quantised so, each text or picture runs alone.
 *
 * @param alone  whether only what belongs to one request may share a run
 * @param reason why, for people
 */
public record BatchPartners(boolean alone, String reason) {
    public static final BatchPartners INDEPENDENT =
            new BatchPartners(false, "rows of a batch do not depend on each other, as the graph was made");

    private static final Logger LOG = Logger.getLogger(BatchPartners.class);
    private static final Set<String> OVER_ALL_ROWS =
            Set.of(DynamicProduct.QUANTISE, "DynamicQuantizeMatMul", "QAttention", "DynamicQuantizeLSTM");

    /** What a decoder's graph does, and what it is made to do. */
    public static BatchPartners settle(OnnxGraph graph, String name, Precision precision) {
        if (scaledTogether(graph).isEmpty()) {
            return INDEPENDENT;
        }
        if (precision == Precision.INT8_DYNAMIC) {
            BatchPartners together = new BatchPartners(
                    false,
                    "rows of a batch depend on each other, because int8-dynamic was asked for: texts may differ");
            LOG.warnf("%s: %s", name, together.reason);
            return together;
        }
        int products = RowwiseInt8.rewriteDynamic(graph, !Processor.here().multipliesBytes());
        graph.dropUnused();
        BatchPartners found = of(graph);
        BatchPartners settled = found.alone
                ? found
                : new BatchPartners(
                        false,
                        "rows of a batch do not depend on each other: " + products
                                + " products take a scale a row, not one for the whole batch");
        if (settled.alone) {
            LOG.warnf("%s: %s", name, settled.reason);
        } else {
            LOG.infof("%s: %s", name, settled.reason);
        }
        return settled;
    }

    /** What a graph does that stays as it is. */
    public static BatchPartners of(OnnxGraph graph) {
        List<NodeProto> left = scaledTogether(graph);
        return left.isEmpty()
                ? INDEPENDENT
                : new BatchPartners(
                        true,
                        "each runs alone, because rows of a batch would depend on each other: "
                                + left.get(0).getOpType() + " takes a scale for the whole batch in " + left.size()
                                + " places, such as " + left.get(0).getName());
    }

    private static List<NodeProto> scaledTogether(OnnxGraph graph) {
        return graph.nodes().stream()
                .filter(node -> OVER_ALL_ROWS.contains(node.getOpType()))
                .toList();
    }
}
