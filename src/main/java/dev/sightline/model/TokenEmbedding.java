package dev.sightline.model;

import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.NoBatchifyTranslator;
import ai.djl.translate.TranslateException;
import ai.djl.translate.TranslatorContext;
import ai.onnxruntime.OnnxTensor;
import dev.sightline.model.graph.OnnxModels;
import dev.sightline.model.graph.PinnedSymbolBlock;
import java.nio.LongBuffer;
import java.nio.file.Path;

/**
 * The decoder's word embeddings: ids [B,S] to vectors [B,S,D], written where the decoder reads them.
 *
 * <p>One run at a time, the others wait; whoever opened it closes it.
 */
final class TokenEmbedding implements AutoCloseable {
    private final ZooModel<Ids, Void> model;
    private final PinnedSymbolBlock block;
    private final Predictor<Ids, Void> predictor;

    private record Ids(LongBuffer values, int rows, int width) {}

    TokenEmbedding(Path file) {
        model = OnnxModels.load(file, Ids.class, Void.class, new IdsTranslator());
        block = PinnedSymbolBlock.in(model);
        predictor = model.newPredictor();
    }

    /**
     * Embeds {@code rows} times {@code width} ids.
     *
     * @param ids    direct, in native order
     * @param target [rows, width, D], overwritten
     */
    synchronized void embed(LongBuffer ids, int rows, int width, OnnxTensor target) {
        block.pin(target);
        try {
            predictor.predict(new Ids(ids, rows, width));
        } catch (TranslateException e) {
            throw new IllegalStateException("Embedding tokens failed", e);
        }
    }

    @Override
    public void close() {
        predictor.close();
        model.close();
    }

    private static final class IdsTranslator implements NoBatchifyTranslator<Ids, Void> {
        @Override
        public NDList processInput(TranslatorContext context, Ids ids) {
            NDArray array = context.getNDManager().create(ids.values, new Shape(ids.rows, ids.width), DataType.INT64);
            array.setName("input_ids");
            return new NDList(array);
        }

        @Override
        @SuppressWarnings("NullAway")
        public Void processOutput(TranslatorContext context, NDList outputs) {
            return null;
        }
    }
}
