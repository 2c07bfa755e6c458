package dev.sightline.train;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import dev.sightline.model.folder.ModelFolder;
import dev.sightline.train.data.ConversationEncoder;
import dev.sightline.train.data.ConversationFile;
import dev.sightline.train.data.Imports;
import dev.sightline.train.nn.Architecture;
import dev.sightline.train.nn.Parameters;
import dev.sightline.train.nn.Precision;
import dev.sightline.train.nn.VisionLanguageModel;
import dev.sightline.train.weights.PretrainedLlm;
import dev.sightline.train.weights.SafetensorsFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("kit")
@Tag("train")
class HalfPrecisionTest {
    private static final int PHOTOS = 8; // a pass of a run with the defaults
    private static final int PASSES = 5;
    private static final double LEAST_COSINE = 0.999;
    private static final GenerateSettings SETTINGS = new GenerateSettings(
            GenerateSettings.Vision.TUNED,
            GenerateSettings.Llm.LORA,
            0,
            PHOTOS,
            PASSES,
            5,
            1e-4,
            1e-4,
            Precision.FP32,
            0,
            1);

    @TempDir
    Path folder;

    @Test
    void gradientsInBfloat16PointWhereThoseIn32BitsDoOnRealPhotosAndATrainedModel() throws IOException {
        ModelFolder template = ModelFolder.open(Path.of("src/main/model"));
        try (NDManager manager = TrainingEngine.open();
                ConversationEncoder encoder = new ConversationEncoder(template, 16)) {
            // given
            Parameters parameters = new Parameters(manager, 1);
            VisionLanguageModel model = Training.model(
                    parameters, Architecture.of(64, 1280), PretrainedLlm.open(Ingredients.languageModel()), true);
            parameters.restore(SafetensorsFile.open(Ingredients.file("bootstrap/adapter.safetensors")));
            parameters.train("vision.");
            parameters.train("lora.");
            Examples photos = new ExampleReader(inputs(), template, TrainingListener.DEAF).train();
            GenerateStage stage =
                    new GenerateStage(model, encoder, photos, SyntheticExamples.of(1, 1), encoder.imageId(), SETTINGS);

            Map<String, Double> apart = new TreeMap<>();
            for (int pass = 0; pass < PASSES; pass++) {
                // when
                Gradients wide = gradients(model, Precision.FP32, stage, pass, parameters, manager);
                Gradients narrow = gradients(model, Precision.BF16, stage, pass, parameters, manager);

                // then
                assertThat(narrow.loss()).isCloseTo(wide.loss(), Percentage.withPercentage(1));
                String batch = "batch " + pass + ": ";
                wide.byName().forEach((name, gradient) -> {
                    double cosine = cosine(gradient, narrow.byName().get(name));
                    if (cosine < LEAST_COSINE) {
                        apart.put(batch + name, cosine);
                    }
                });
            }
            assertThat(apart).isEmpty();
        }
    }

    private record Gradients(double loss, Map<String, float[]> byName) {}

    private static Gradients gradients(
            VisionLanguageModel model,
            Precision precision,
            GenerateStage stage,
            int number,
            Parameters parameters,
            NDManager manager)
            throws IOException {
        model.decoder().trainIn(precision);
        parameters.forgetGradients();
        Map<String, float[]> gradients = new LinkedHashMap<>();
        try (NDManager scratch = manager.newSubManager()) {
            GenerateStage.Pass pass = stage.passes(0, scratch).get(number);
            double value;
            try (GradientCollector collector = TrainingEngine.gradients()) {
                NDArray loss = model.loss(pass.answers(), model.imageTokens(pass.patches()));
                collector.backward(loss);
                value = loss.toFloatArray()[0];
            }
            parameters
                    .learning()
                    .forEach((name, weight) ->
                            gradients.put(name, weight.getGradient().toFloatArray()));
            return new Gradients(value, gradients);
        }
    }

    private TrainingInputs inputs() throws IOException {
        Path data = folder.resolve("train.jsonl");
        try (var captions = Imports.captions(Ingredients.data("flickr8k-train.captions.tsv"), "Describe this photo.")) {
            ConversationFile.write(data, captions.limit(5L * PHOTOS * PASSES));
        }
        return new TrainingInputs(
                data,
                null,
                List.of(
                        Ingredients.data("flickr8k-train-00.tar"),
                        Ingredients.data("flickr8k-train-01.tar"),
                        Ingredients.data("flickr8k-train-02.tar")),
                new Pretrained(
                        Path.of("src/main/model"),
                        Ingredients.languageModel(),
                        Ingredients.file("efficientnet_lite2_stem.onnx")),
                16,
                1,
                folder.resolve("features"));
    }

    private static double cosine(float[] a, float[] b) {
        double product = 0;
        double squaresA = 0;
        double squaresB = 0;
        for (int i = 0; i < a.length; i++) {
            product += (double) a[i] * b[i];
            squaresA += (double) a[i] * a[i];
            squaresB += (double) b[i] * b[i];
        }
        return product / Math.sqrt(squaresA * squaresB);
    }
}
