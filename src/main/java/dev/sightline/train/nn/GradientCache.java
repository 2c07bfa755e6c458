package dev.sightline.train.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;

/**
 * The gradients of a contrastive batch in the memory of a part of it (Gao et al. 2021).
 *
 * <pre>
 * 1  embed every part, nothing recorded            → v, t
 * 2  loss of all v, t                              → ∂L/∂v, ∂L/∂t
 * 3  embed every part again, recorded; backward of Σ v·∂L/∂v + t·∂L/∂t
 * </pre>
 */
public final class GradientCache {
    private final TwoTowers towers;
    private final Supplier<GradientCollector> collectors;

    /** Over towers; {@code collectors} begins a recording. */
    public GradientCache(TwoTowers towers, Supplier<GradientCollector> collectors) {
        this.towers = towers;
        this.collectors = collectors;
    }

    /** A part of the batch, made when it is needed and again when it is needed again. */
    @FunctionalInterface
    public interface Part {
        /** Its pairs, in the manager given. */
        Pairs load(NDManager manager) throws IOException;
    }

    /** Images and captions, row by row. */
    public record Pairs(NDArray patches, CaptionBatch captions) {}

    /** Adds the whole batch's gradients to the weights that learn; returns its loss. */
    public double accumulate(NDManager manager, List<Part> parts) throws IOException {
        NDList images = new NDList();
        NDList texts = new NDList();
        for (Part part : parts) {
            try (NDManager scratch = manager.newSubManager()) {
                Pairs pairs = part.load(scratch);
                NDArray image = towers.image(pairs.patches());
                NDArray text = towers.text(pairs.captions());
                image.attach(manager);
                text.attach(manager);
                images.add(image);
                texts.add(text);
            }
        }
        NDArray allImages = Parameters.leaf(NDArrays.concat(images));
        NDArray allTexts = Parameters.leaf(NDArrays.concat(texts));
        double loss;
        try (GradientCollector collector = collectors.get()) {
            NDArray total = towers.space().loss(allImages, allTexts);
            collector.backward(total);
            loss = total.toFloatArray()[0];
        }
        int row = 0;
        for (int i = 0; i < parts.size(); i++) {
            int rows = Math.toIntExact(images.get(i).getShape().get(0));
            NDArray image = allImages.getGradient().get(row + ":" + (row + rows));
            NDArray text = allTexts.getGradient().get(row + ":" + (row + rows));
            backward(manager, parts.get(i), image, text);
            row += rows;
        }
        return loss;
    }

    private void backward(NDManager manager, Part part, NDArray imageGradient, NDArray textGradient)
            throws IOException {
        try (NDManager scratch = manager.newSubManager()) {
            Pairs pairs = part.load(scratch);
            try (GradientCollector collector = collectors.get()) {
                NDArray surrogate = towers.image(pairs.patches())
                        .mul(imageGradient)
                        .sum()
                        .add(towers.text(pairs.captions()).mul(textGradient).sum());
                collector.backward(surrogate);
            }
        }
    }
}
