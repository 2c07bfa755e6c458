package dev.sightline.model.graph;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.sightline.model.graph.GraphPiece.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Moves zeros that a vision tower lays around its feature maps into the convolutions that read them.
 *
 * <pre>
 * x ─▶ Pad(amounts from x's own shape) ─▶ Conv        becomes        x ─▶ Conv(pads)
 * </pre>
 *
 * <p>The result is the same to the bit; but a feature map need not be copied, nor leave the blocked order of channels in which
 * convolutions keep it. Only for towers that take pictures of one size, since the amounts are computed once.
 */
public final class ConvolutionPadding {
    private static final Logger LOG = Logger.getLogger(ConvolutionPadding.class);
    private static final String PICTURES = "pixel_values";
    private static final int SIDES = 8; // before and after, of four dimensions

    private ConvolutionPadding() {}

    /** The paddings of a graph that a convolution alone reads: each with its convolution. */
    private static Map<NodeProto, NodeProto> candidates(OnnxGraph graph) {
        Map<NodeProto, NodeProto> found = new HashMap<>();
        for (NodeProto pad : graph.nodes()) {
            List<NodeProto> readers = graph.consumers(pad.getOutput(0));
            boolean zeros = pad.getInputCount() < 3 || pad.getInput(2).isEmpty();
            if (pad.getOpType().equals("Pad")
                    && zeros
                    && mode(pad).equals("constant")
                    && readers.size() == 1
                    && readers.get(0).getOpType().equals("Conv")
                    && readers.get(0).getInput(0).equals(pad.getOutput(0))) {
                found.put(pad, readers.get(0));
            }
        }
        return found;
    }

    /**
     * Rewrites what it can.
     *
     * @return how many paddings went
     */
    public static int fold(OnnxGraph graph) {
        Map<NodeProto, NodeProto> candidates = candidates(graph);
        if (candidates.isEmpty() || !takesOneSize(graph)) {
            return 0;
        }
        List<String> amounts =
                candidates.keySet().stream().map(pad -> pad.getInput(1)).toList();
        List<Map<String, Value>> measured = measured(graph, amounts);
        Map<NodeProto, NodeProto> folded = new HashMap<>();
        candidates.forEach((pad, conv) -> {
            Value sides = measured.get(0).get(pad.getInput(1));
            Value ofTwo = measured.get(1).get(pad.getInput(1));
            if (sides != null
                    && ofTwo != null
                    && spatial(sides.toArray())
                    && Arrays.equals(sides.toArray(), ofTwo.toArray())) {
                folded.put(conv, padded(conv, pad.getInput(0), sides.toArray()));
            }
        });
        graph.rewrite(node -> List.of(folded.getOrDefault(node, node)));
        graph.dropUnused();
        return folded.size();
    }

    private static boolean takesOneSize(OnnxGraph graph) {
        return graph.inputs().size() == 1
                && graph.takes(PICTURES)
                && Trial.dimension(graph.inputs().get(0), 2) > 0
                && Trial.dimension(graph.inputs().get(0), 3) > 0;
    }

    /** The amounts for one picture and for two; none where the graph does not run in pieces. */
    private static List<Map<String, Value>> measured(OnnxGraph graph, List<String> amounts) {
        try (GraphPiece piece = GraphPiece.of(graph, amounts, Set.of())) {
            return List.of(piece.run(pictures(graph, 1)), piece.run(pictures(graph, 2)));
        } catch (GraphNotRewritableException e) {
            LOG.debugf(e, "paddings stay as they are");
            return List.of(Map.of(), Map.of());
        }
    }

    private static Trial pictures(OnnxGraph graph, int count) {
        ValueInfoProto input = graph.inputs().get(0);
        return new Trial(graph, count, 0, 1)
                .with(PICTURES, count, Trial.dimension(input, 1), Trial.dimension(input, 2), Trial.dimension(input, 3));
    }

    private static boolean spatial(float[] sides) {
        return sides.length == SIDES && sides[0] == 0 && sides[1] == 0 && sides[4] == 0 && sides[5] == 0;
    }

    private static NodeProto padded(NodeProto conv, String input, float[] sides) {
        long[] pads = {(long) sides[2], (long) sides[3], (long) sides[6], (long) sides[7]};
        List<AttributeProto> attributes = new ArrayList<>();
        for (AttributeProto attribute : conv.getAttributeList()) {
            if (attribute.getName().equals("pads")) {
                for (int i = 0; i < pads.length; i++) {
                    pads[i] += attribute.getInts(i);
                }
            } else {
                attributes.add(attribute);
            }
        }
        attributes.add(OnnxNodes.ints("pads", pads));
        return conv.toBuilder()
                .setInput(0, input)
                .clearAttribute()
                .addAllAttribute(attributes)
                .build();
    }

    private static String mode(NodeProto pad) {
        return pad.getAttributeList().stream()
                .filter(attribute -> attribute.getName().equals("mode"))
                .map(attribute -> attribute.getS().toStringUtf8())
                .findFirst()
                .orElse("constant");
    }
}
