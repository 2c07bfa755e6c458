package dev.sightline.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.sightline.model.folder.ModelFolder;
import dev.sightline.train.data.Conversation;
import dev.sightline.train.data.ConversationEncoder;
import dev.sightline.train.data.PatchBatch;
import dev.sightline.train.nn.Architecture;
import dev.sightline.train.nn.GreedyWriter;
import dev.sightline.train.nn.Parameters;
import dev.sightline.train.nn.VisionLanguageModel;
import dev.sightline.train.weights.PretrainedLlm;
import dev.sightline.train.weights.SafetensorsFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What a trained model says in training's own arithmetic, before any export. */
public final class TrainedModel {
    private TrainedModel() {}

    /**
     * An image, and what is written of it.
     *
     * @param prompt ids of the question about it
     * @param ids    of the answer, without the end token
     */
    public record Written(String image, List<Integer> prompt, List<Integer> ids, String text) {}

    /** Answers the questions about the images of {@code inputs.dev()}, all the same, greedily. */
    public static List<Written> write(Path adapter, TrainingInputs inputs, int atMost) throws IOException {
        ModelFolder template = ModelFolder.open(inputs.pretrained().template());
        SafetensorsFile weights = SafetensorsFile.open(adapter);
        Architecture shape = Architecture.of(weights.metadata());
        boolean lora = Training.hasLora(weights);
        try (NDManager manager = TrainingEngine.open();
                ConversationEncoder encoder = new ConversationEncoder(template, shape.imageTokens())) {
            Examples dev = new ExampleReader(inputs, template, TrainingListener.DEAF).dev();
            Parameters parameters = new Parameters(manager, 0);
            VisionLanguageModel model = Training.model(
                    parameters, shape, PretrainedLlm.open(inputs.pretrained().llm()), lora);
            parameters.restore(weights);
            List<String> images = dev.texts().images();
            Conversation first = dev.texts().about(images.get(0)).get(0);
            int[] prompt = encoder.prompt(first.turns().subList(0, 1));
            NDArray seen = model.imageTokens(PatchBatch.of(manager, dev.patches(), images, new int[images.size()]));
            List<List<Integer>> ids =
                    new GreedyWriter(model, encoder.imageId(), encoder.endOfTurn()).write(seen, prompt, atMost);
            List<Written> written = new ArrayList<>();
            for (int i = 0; i < images.size(); i++) {
                List<Integer> asked = Arrays.stream(prompt).boxed().toList();
                written.add(new Written(images.get(i), asked, ids.get(i), encoder.decode(ids.get(i))));
            }
            return written;
        }
    }
}
