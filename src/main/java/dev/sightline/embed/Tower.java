package dev.sightline.embed;

import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.NoBatchifyTranslator;
import ai.djl.translate.TranslateException;
import ai.djl.translate.TranslatorContext;
import dev.sightline.failure.CaptionException;
import dev.sightline.failure.FailureCode;
import dev.sightline.model.folder.ModelRefusedException;
import dev.sightline.model.graph.OnnxModels;
import dev.sightline.model.runtime.Cores;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * One tower: a network from one thing, {@code [1,…]}, to its place in the shared space, {@code [1,D]}.
 *
 * <p>Thread-safe; networks of one process take turns. Whoever loaded it closes it.
 */
final class Tower<I> implements AutoCloseable {
    private final ZooModel<I, UnitVector> model;
    private final Predictor<I, UnitVector> predictor;

    private Tower(ZooModel<I, UnitVector> model) {
        this.model = model;
        this.predictor = model.newPredictor();
    }

    /** Makes a network's inputs of one thing. */
    interface Inputs<I> {
        /** Arrays that bear the names of the network's inputs, such as it declares. */
        NDList of(I thing, TranslatorContext context, Set<String> declared);
    }

    /**
     * Loads a tower.
     *
     * @param outputs names that its place may go by, the best first
     * @throws ModelRefusedException if the file is no network that runs here
     */
    static <I> Tower<I> load(Path file, Class<I> type, Inputs<I> inputs, List<String> outputs) {
        return new Tower<>(OnnxModels.load(file, type, UnitVector.class, new TowerTranslator<>(file, inputs, outputs)));
    }

    /** The thing's place; {@code engine_failed} where the network's run failed. */
    UnitVector place(I thing) {
        try (var all = Cores.takeAll()) {
            return predictor.predict(thing);
        } catch (TranslateException e) {
            throw new CaptionException(FailureCode.ENGINE_FAILED.because("a tower's run failed"), e);
        }
    }

    @Override
    public void close() {
        predictor.close();
        model.close();
    }

    private record TowerTranslator<I>(Path file, Inputs<I> inputs, List<String> outputs)
            implements NoBatchifyTranslator<I, UnitVector> {
        @Override
        public NDList processInput(TranslatorContext context, I thing) {
            var declared = Set.copyOf(context.getBlock().describeInput().keys());
            return inputs.of(thing, context, declared);
        }

        @Override
        public UnitVector processOutput(TranslatorContext context, NDList arrays) {
            var place = outputs.stream()
                    .flatMap(name -> arrays.stream().filter(array -> name.equals(array.getName())))
                    .findFirst()
                    .orElseThrow(() -> new ModelRefusedException(file + " gives none of " + outputs));
            return UnitVector.along(numbers(place));
        }

        private static FloatBuffer numbers(NDArray array) {
            return array.toByteBuffer().order(ByteOrder.nativeOrder()).asFloatBuffer();
        }
    }
}
