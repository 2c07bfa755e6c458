package dev.sightline.train.nn;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import dev.sightline.train.TorchEngine;
import java.io.IOException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("train")
class ReferenceGradientsTest {
    private static final float TOLERANCE = 1e-4f;

    @Test
    void stageOneHasTheLossAndGradientsOfPyTorch() throws IOException {
        try (NDManager manager = TorchEngine.manager()) {
            // given
            TinyModel tiny = new TinyModel(manager);
            tiny.parameters.train("vision.inp");
            tiny.parameters.train("vision.pos");
            tiny.parameters.train("vision.blocks");
            tiny.parameters.train("vision.ln");
            tiny.parameters.train("text.");
            tiny.parameters.train("space.");
            float loss;

            // when
            try (GradientCollector collector = engine().newGradientCollector()) {
                NDArray images =
                        tiny.space.image(Pooling.mean(tiny.model.vision().tokens(tiny.pictures(manager, 5))));
                NDArray captions = tiny.input(manager, "captions").toType(DataType.INT64, false);
                NDArray texts = tiny.space.text(tiny.text.embed(captions, tiny.input(manager, "valid")));
                NDArray total = tiny.space.loss(images, texts);
                collector.backward(total);
                loss = total.toFloatArray()[0];
            }

            // then
            assertThat(loss).isCloseTo(tiny.golden.read("align.loss").values()[0], within());
            assertGradients(tiny, "align");
        }
    }

    @Test
    void stageTwoHasTheLossAndGradientsOfPyTorchWithAnswersBehindASharedPrefix() throws IOException {
        try (NDManager manager = TorchEngine.manager()) {
            // given
            TinyModel tiny = new TinyModel(manager);
            tiny.parameters.train("vision.");
            tiny.parameters.train("lora.");
            tiny.model.decoder().trainIn(Precision.FP32);
            AnswerBatch batch =
                    AnswerBatch.pack(manager, TinyModel.trees(), TinyModel.IMAGE_ID, TinyModel.IMAGE_TOKENS);
            float loss;

            // when
            try (GradientCollector collector = engine().newGradientCollector()) {
                NDArray total = tiny.model.loss(batch, tiny.model.imageTokens(tiny.pictures(manager, 2)));
                collector.backward(total);
                loss = total.toFloatArray()[0];
            }

            // then
            assertThat(loss).isCloseTo(tiny.golden.read("generate.loss").values()[0], within());
            assertGradients(tiny, "generate");
        }
    }

    @Test
    void positionsThatPrecedeNoAnswerTokenHaveNoGradient() throws IOException {
        try (NDManager manager = TorchEngine.manager()) {
            // given
            TinyModel tiny = new TinyModel(manager);
            AnswerBatch batch =
                    AnswerBatch.pack(manager, TinyModel.trees(), TinyModel.IMAGE_ID, TinyModel.IMAGE_TOKENS);
            long length = batch.ids().getShape().get(1);
            tiny.model.decoder().trainIn(Precision.FP32);
            NDArray hidden = manager.randomNormal(new Shape(2, length, 16));
            hidden.setRequiresGradient(true);

            // when
            try (GradientCollector collector = engine().newGradientCollector()) {
                collector.backward(tiny.model.answerLoss(batch, hidden));
            }

            // then
            float[] size = hidden.getGradient().abs().sum(new int[] {2}).toFloatArray();
            Set<Long> sources = new HashSet<>();
            for (long source : batch.sources().toLongArray()) {
                sources.add(source);
            }
            for (int position = 0; position < size.length; position++) {
                assertThat(size[position] > 0).isEqualTo(sources.contains((long) position));
            }
        }
    }

    private static void assertGradients(TinyModel tiny, String stage) throws IOException {
        Map<String, NDArray> learning = tiny.parameters.learning();
        String prefix = stage + ".gradient.";
        assertThat(tiny.golden.names().stream().filter(n -> n.startsWith(prefix)))
                .hasSize(learning.size())
                .isNotEmpty();
        for (Map.Entry<String, NDArray> weight : learning.entrySet()) {
            assertThat(weight.getValue().getGradient().toFloatArray())
                    .as(weight.getKey())
                    .containsExactly(tiny.golden.read(prefix + weight.getKey()).values(), within());
        }
    }

    private static Offset<Float> within() {
        return Offset.offset(TOLERANCE);
    }

    private static Engine engine() {
        return Engine.getEngine("PyTorch");
    }
}
