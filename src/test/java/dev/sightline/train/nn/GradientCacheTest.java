package dev.sightline.train.nn;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import dev.sightline.train.TorchEngine;
import java.io.IOException;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("train")
class GradientCacheTest {
    @Test
    void aBatchInPartsHasTheLossAndGradientsOfTheWhole() throws IOException {
        try (NDManager manager = TorchEngine.manager()) {
            // given
            TinyModel tiny = new TinyModel(manager);
            for (String name : List.of("vision.inp", "vision.pos", "vision.blocks", "vision.ln", "text.", "space.")) {
                tiny.parameters.train(name);
            }
            TwoTowers towers = new TwoTowers(tiny.model.vision(), tiny.text, tiny.space);
            GradientCache cache = new GradientCache(towers, Engine.getEngine("PyTorch")::newGradientCollector);

            // when
            double loss = cache.accumulate(manager, List.of(part(tiny, 0, 2), part(tiny, 2, 4), part(tiny, 4, 5)));

            // then
            assertThat(loss).isCloseTo(tiny.golden.read("align.loss").values()[0], Offset.offset(1e-4));
            for (String name : tiny.parameters.learning().keySet()) {
                assertThat(tiny.parameters.get(name).getGradient().toFloatArray())
                        .as(name)
                        .containsExactly(
                                tiny.golden.read("align.gradient." + name).values(), Offset.offset(1e-4f));
            }
        }
    }

    private static GradientCache.Part part(TinyModel tiny, int from, int to) {
        String rows = from + ":" + to;
        return step -> new GradientCache.Pairs(
                tiny.input(step, "pictures").get(rows),
                new CaptionBatch(
                        tiny.input(step, "captions").get(rows).toType(DataType.INT64, false),
                        tiny.input(step, "valid").get(rows)));
    }
}
