package dev.sightline.train;

import ai.djl.ndarray.NDManager;
import dev.sightline.model.folder.ModelFolder;
import dev.sightline.train.data.Conversation;
import dev.sightline.train.data.ConversationEncoder;
import dev.sightline.train.export.ExportFormat;
import dev.sightline.train.export.ModelExport;
import dev.sightline.train.export.TowerExport;
import dev.sightline.train.nn.Architecture;
import dev.sightline.train.nn.Parameters;
import dev.sightline.train.nn.TokenTree;
import dev.sightline.train.nn.VisionLanguageModel;
import dev.sightline.train.weights.PretrainedLlm;
import dev.sightline.train.weights.SafetensorsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** Trained weights become folders. */
public final class Exporting {
    private static final int CALIBRATION_CONVERSATIONS = 5;

    private Exporting() {}

    /**
     * The conversations that 4 bits are calibrated on.
     *
     * @param data   conversations as they are trained on, of which those about the first images are taken
     * @param images folders and tars
     * @param count  of these images
     * @param cache  where the stem's features are kept
     */
    public record CalibrationData(Path data, List<Path> images, int count, Path cache) {
        public CalibrationData {
            images = List.copyOf(images);
            Positive.all(Map.of("calibration-images", count));
        }
    }

    /** Hears how far the decoder is in 4 bits. */
    @FunctionalInterface
    public interface Progress {
        /** So many layers of all, the head being the last. */
        void quantised(int layers, int all);
    }

    /**
     * Stage 2's model as a llava folder, with the weights' own file beside, so that training can go on from it.
     *
     * @param adapter     what was trained
     * @param calibration for 4 bits; none where they are not among the formats
     */
    public static void model(
            Path adapter,
            Pretrained pretrained,
            Path folder,
            Set<ExportFormat> formats,
            @Nullable CalibrationData calibration,
            Progress progress)
            throws IOException {
        if (calibration == null && formats.contains(ExportFormat.Q4)) {
            throw new IllegalArgumentException("4 bits are calibrated on conversations, and none are named");
        }
        SafetensorsFile weights = SafetensorsFile.open(adapter);
        Architecture shape = Architecture.of(weights.metadata());
        ModelFolder template = ModelFolder.open(pretrained.template());
        try (NDManager manager = TrainingEngine.open()) {
            Parameters parameters = new Parameters(manager, 0);
            boolean lora = Training.hasLora(weights);
            PretrainedLlm llm = Training.languageModel(pretrained, template);
            VisionLanguageModel model = Training.model(parameters, shape, llm, lora);
            refuseUnknown(weights, parameters.restore(weights));
            ModelExport export = new ModelExport(manager, parameters, shape, model, template.path(), pretrained.stem());
            Files.createDirectories(folder);
            for (ExportFormat format : formats) {
                if (calibration != null && format == ExportFormat.Q4) {
                    TrainingInputs inputs = inputs(calibration, pretrained, shape);
                    int all = llm.config().layers() + 1;
                    calibrated(
                            export,
                            inputs,
                            template,
                            shape,
                            folder,
                            calibration.count(),
                            layers -> progress.quantised(layers, all));
                } else {
                    export.write(folder, format);
                }
            }
        }
        Files.copy(adapter, folder.resolve("adapter.safetensors"), StandardCopyOption.REPLACE_EXISTING);
    }

    private static TrainingInputs inputs(CalibrationData data, Pretrained pretrained, Architecture shape) {
        int patch = Math.max(1, (int) Math.round(Math.sqrt(shape.patchWidth() / 3.0)));
        return new TrainingInputs(data.data(), null, data.images(), pretrained, patch, 1, data.cache());
    }

    private static void calibrated(
            ModelExport export,
            TrainingInputs inputs,
            ModelFolder template,
            Architecture shape,
            Path folder,
            int count,
            IntConsumer progress)
            throws IOException {
        Examples data = new ExampleReader(inputs, template, TrainingListener.DEAF).first(count);
        shape.refuseOtherPatches(data.patches().patches(), data.patches().width());
        try (ConversationEncoder encoder = new ConversationEncoder(template, shape.imageTokens())) {
            List<ModelExport.Example> examples = new ArrayList<>();
            for (String image : data.texts().images()) {
                TokenTree tree = new TokenTree();
                for (Conversation conversation : data.texts().about(image).stream()
                        .limit(CALIBRATION_CONVERSATIONS)
                        .toList()) {
                    ConversationEncoder.Encoded encoded = encoder.encode(conversation);
                    tree.add(encoded.ids(), encoded.answers());
                }
                examples.add(new ModelExport.Example(image, tree));
            }
            export.writeCalibrated(folder, examples, data.patches(), encoder.imageId(), progress);
        }
    }

    /** Stage 1's towers as a folder in CLIP's layout. */
    public static void towers(Path adapter, Pretrained pretrained, Path folder) throws IOException {
        SafetensorsFile weights = SafetensorsFile.open(adapter);
        Architecture shape = Architecture.of(weights.metadata());
        try (NDManager manager = TrainingEngine.open()) {
            Parameters parameters = new Parameters(manager, 0);
            Training.towers(parameters, shape, PretrainedLlm.open(pretrained.llm()));
            refuseUnknown(weights, parameters.restore(weights));
            TowerExport.write(folder, parameters, shape, pretrained.template(), pretrained.stem());
        }
    }

    private static void refuseUnknown(SafetensorsFile weights, List<String> read) {
        if (read.size() < weights.names().size()) {
            List<String> unknown = weights.names().stream()
                    .filter(name -> !read.contains(name))
                    .limit(3)
                    .toList();
            throw new IllegalArgumentException("weights that this model has no place for: " + unknown);
        }
    }
}
