package dev.sightline.model.graph;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.onnxruntime.engine.OrtNDArray;
import ai.djl.onnxruntime.engine.OrtNDManager;
import ai.djl.onnxruntime.engine.OrtSymbolBlock;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * DJL's symbol block, but its one output is written straight to memory that the caller has pinned.
 *
 * <p>The stock block fetches and copies every output. This one shares the stock block's session, which closes with the
 * model. Not thread-safe: pin, then predict.
 */
public final class PinnedSymbolBlock extends OrtSymbolBlock {
    private static final VarHandle SESSION = session();

    private final OrtSession session;
    private final String output;
    private @Nullable OnnxTensor pinned;

    private PinnedSymbolBlock(OrtSession session, OrtNDManager manager) {
        super(session, manager);
        this.session = session;
        this.output = session.getOutputNames().iterator().next();
    }

    /** Puts a pinned block in the place of a loaded model's stock block. */
    public static PinnedSymbolBlock in(ZooModel<?, ?> model) {
        OrtSession session = (OrtSession) SESSION.get((OrtSymbolBlock) model.getBlock());
        PinnedSymbolBlock block = new PinnedSymbolBlock(session, (OrtNDManager) model.getNDManager());
        model.setBlock(block);
        return block;
    }

    private static VarHandle session() {
        try {
            return MethodHandles.privateLookupIn(OrtSymbolBlock.class, MethodHandles.lookup())
                    .findVarHandle(OrtSymbolBlock.class, "session", OrtSession.class);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("This version of DJL keeps its session elsewhere", e);
        }
    }

    /** The next run writes its output to {@code tensor}; the caller keeps it. */
    public void pin(OnnxTensor tensor) {
        pinned = tensor;
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameters, NDList inputs, boolean training, @Nullable PairList<String, Object> options) {
        OnnxTensor target = pinned;
        if (target == null) {
            throw new IllegalStateException("Nothing is pinned");
        }
        Map<String, OnnxTensor> feed = new HashMap<>();
        for (NDArray input : inputs) {
            feed.put(input.getName(), ((OrtNDArray) input).getTensor());
        }
        try (OrtSession.Result result = session.run(feed, Set.of(), Map.of(output, target))) {
            return new NDList();
        } catch (OrtException e) {
            throw new IllegalStateException("The network's run failed: " + e.getMessage(), e);
        }
    }

    /** Leaves the session to the stock block, which the model's manager closes. */
    @Override
    public void close() {}
}
