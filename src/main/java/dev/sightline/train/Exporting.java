package dev.sightline.train;

import ai.djl.ndarray.NDManager;
import dev.sightline.model.ModelFolder;
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
import java.util.Set;
import java.util.function.IntConsumer;

/** Trained weights become folders. */
public final class Exporting {
    private static final int CALIBRATION_CONVERSATIONS = 5;

    private Exporting() {}

    /**
     * Stage 2's model as a llava folder, with the weights' own file beside, so that training can go on from it.
     *
     * @param adapter  what was trained
     * @param inputs   the language model, stem and template; its data calibrate 4 bits, of which the first {@code examples}
     *                 images are taken
     * @param progress hears how many layers are in 4 bits
     */
    public static void model(
            Path adapter,
            TrainingInputs inputs,
            Path folder,
            Set<ExportFormat> formats,
            int examples,
            IntConsumer progress)
            throws IOException {
        SafetensorsFile weights = SafetensorsFile.open(adapter);
        Architecture shape = Architecture.of(weights.metadata());
        ModelFolder template = ModelFolder.open(inputs.template());
        try (NDManager manager = TrainingEngine.open()) {
            Parameters parameters = new Parameters(manager, 0);
            boolean lora = weights.names().stream().anyMatch(name -> name.startsWith("lora."));
            VisionLanguageModel model = Training.model(parameters, shape, PretrainedLlm.open(inputs.llm()), lora);
            refuseUnknown(weights, parameters.restore(weights));
            ModelExport export = new ModelExport(manager, parameters, shape, model, template.path(), inputs.stem());
            Files.createDirectories(folder);
            for (ExportFormat format : formats) {
                if (format == ExportFormat.Q4) {
                    calibrated(export, inputs, template, shape, folder, examples, progress);
                } else {
                    export.write(folder, format);
                }
            }
        }
        Files.copy(adapter, folder.resolve("adapter.safetensors"), StandardCopyOption.REPLACE_EXISTING);
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
        Examples data = new ExampleReader(inputs, template, views -> {}).train();
        try (ConversationEncoder encoder = new ConversationEncoder(template, shape.imageTokens())) {
            List<ModelExport.Example> examples = new ArrayList<>();
            for (String image : data.texts().images().stream().limit(count).toList()) {
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
    public static void towers(Path adapter, TrainingInputs inputs, Path folder) throws IOException {
        SafetensorsFile weights = SafetensorsFile.open(adapter);
        Architecture shape = Architecture.of(weights.metadata());
        try (NDManager manager = TrainingEngine.open()) {
            Parameters parameters = new Parameters(manager, 0);
            Training.towers(parameters, shape, PretrainedLlm.open(inputs.llm()));
            refuseUnknown(weights, parameters.restore(weights));
            TowerExport.write(folder, parameters, shape, inputs.template(), inputs.stem());
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
