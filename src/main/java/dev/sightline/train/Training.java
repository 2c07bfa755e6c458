package dev.sightline.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.sightline.model.folder.ModelFolder;
import dev.sightline.train.data.ConversationEncoder;
import dev.sightline.train.nn.Architecture;
import dev.sightline.train.nn.Decoder;
import dev.sightline.train.nn.Parameters;
import dev.sightline.train.nn.Projector;
import dev.sightline.train.nn.SharedSpace;
import dev.sightline.train.nn.TextTower;
import dev.sightline.train.nn.TwoTowers;
import dev.sightline.train.nn.VisionLanguageModel;
import dev.sightline.train.nn.VisionTower;
import dev.sightline.train.weights.PretrainedLlm;
import dev.sightline.train.weights.SafetensorsFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Both stages, from files to files.
 *
 * <pre>
 * align:    captions + photos + word embeddings      → vision tower, text tower, shared space
 * generate: conversations + photos + LLM + the tower → vision tower, projector, LoRA
 * </pre>
 */
public final class Training {
    private static final long WEIGHT_SEED = 17;

    private Training() {}

    /** Stage 1; the file returned holds both towers. */
    public static Path align(TrainingInputs inputs, AlignSettings settings, RunSettings run, TrainingListener listener)
            throws IOException {
        ModelFolder template = ModelFolder.open(inputs.pretrained().template());
        try (NDManager manager = TrainingEngine.open()) {
            ExampleReader reader = new ExampleReader(inputs, template, listener);
            Examples train = reader.train();
            Architecture shape =
                    Architecture.of(train.patches().patches(), train.patches().width());
            Parameters parameters = new Parameters(manager, WEIGHT_SEED);
            PretrainedLlm llm = languageModel(inputs.pretrained(), template);
            TwoTowers towers = towers(parameters, shape, llm);
            parameters.train("vision.");
            parameters.train("text.");
            parameters.train("space.");
            try (ConversationEncoder encoder = new ConversationEncoder(template, shape.imageTokens())) {
                Stage stage = new AlignStage(towers, encoder, train, reader.dev(), settings);
                return new TrainingLoop(
                                manager,
                                parameters,
                                stage,
                                run,
                                name -> settings.rate(),
                                (step, name) -> true,
                                RunDescription.of("align", shape, settings, run, train, llm),
                                listener)
                        .run();
            }
        }
    }

    /**
     * The language model of a template's tokenizer.
     *
     * @throws IllegalArgumentException if it lacks some of the tokenizer's tokens
     */
    static PretrainedLlm languageModel(Pretrained pretrained, ModelFolder template) throws IOException {
        PretrainedLlm llm = PretrainedLlm.open(pretrained.llm());
        int tokens = template.config().path("text_config").path("vocab_size").asInt();
        if (tokens > llm.config().vocabulary()) {
            throw new IllegalArgumentException(
                    "%s has %d tokens and %s %d: --template must have the language model's own tokenizer"
                            .formatted(
                                    pretrained.llm().getFileName(),
                                    llm.config().vocabulary(),
                                    pretrained.template().getFileName(),
                                    tokens));
        }
        return llm;
    }

    /** The towers with new weights over the language model's word embeddings. */
    static TwoTowers towers(Parameters parameters, Architecture shape, PretrainedLlm llm) throws IOException {
        NDArray words = parameters.load("llm.embed", llm.weights().read("model.embed_tokens.weight"));
        return new TwoTowers(
                new VisionTower(parameters, shape.vision()),
                new TextTower(parameters, words, shape.text(llm.config().hidden())),
                new SharedSpace(parameters, shape.width(), shape.width(), shape.space()));
    }

    /**
     * Stage 2; the file returned holds all that was trained.
     *
     * @param from stage 1's towers, or an earlier run's weights to go on from; none to begin with a new ViT
     */
    public static Path generate(
            TrainingInputs inputs,
            @Nullable Path from,
            GenerateSettings settings,
            RunSettings run,
            TrainingListener listener)
            throws IOException {
        ModelFolder template = ModelFolder.open(inputs.pretrained().template());
        try (NDManager manager = TrainingEngine.open()) {
            ExampleReader reader = new ExampleReader(inputs, template, listener);
            Examples train = reader.train();
            SafetensorsFile begun = from == null ? null : SafetensorsFile.open(from);
            Architecture shape = begun == null
                    ? Architecture.of(train.patches().patches(), train.patches().width())
                    : Architecture.of(begun.metadata());
            shape.refuseOtherPatches(train.patches().patches(), train.patches().width());
            Parameters parameters = new Parameters(manager, WEIGHT_SEED);
            PretrainedLlm llm = languageModel(inputs.pretrained(), template);
            boolean lora = settings.llm() == GenerateSettings.Llm.LORA || (begun != null && hasLora(begun));
            VisionLanguageModel model = model(parameters, shape, llm, lora);
            if (begun != null) {
                parameters.restore(begun);
            }
            whatLearns(settings).forEach(parameters::train);
            model.decoder().trainIn(settings.precision());
            try (ConversationEncoder encoder = new ConversationEncoder(template, shape.imageTokens())) {
                Stage stage = new GenerateStage(model, encoder, train, reader.dev(), encoder.imageId(), settings);
                return new TrainingLoop(
                                manager,
                                parameters,
                                stage,
                                run,
                                name -> name.startsWith("vision.") ? settings.visionRate() : settings.llmRate(),
                                warmUp(settings.warmUp()),
                                RunDescription.of("generate", shape, settings, run, train, llm)
                                        .begunWith(from),
                                listener)
                        .run();
            }
        }
    }

    /** Whether a weights' file has a language model's low-rank updates. */
    static boolean hasLora(SafetensorsFile weights) {
        return weights.names().stream().anyMatch(name -> name.startsWith("lora."));
    }

    /** The whole model with new weights beside the pretrained ones. */
    static VisionLanguageModel model(Parameters parameters, Architecture shape, PretrainedLlm llm, boolean lora)
            throws IOException {
        Decoder decoder = Decoder.pretrained(parameters, llm.config(), llm.weights(), lora ? shape.lowRank() : null);
        return new VisionLanguageModel(
                new VisionTower(parameters, shape.vision()),
                new Projector(
                        parameters,
                        shape.grid(),
                        shape.width(),
                        shape.projector(),
                        llm.config().hidden()),
                decoder);
    }

    private static List<String> whatLearns(GenerateSettings settings) {
        String llm =
                switch (settings.llm()) {
                    case FROZEN -> Projector.NAMES.get(0);
                    case LORA -> "lora.";
                    case TUNED -> "llm.";
                };
        return settings.vision() == GenerateSettings.Vision.TUNED
                ? List.of("vision.", llm)
                : Stream.concat(Projector.NAMES.stream(), Stream.of(llm)).toList();
    }

    private static BiPredicate<Integer, String> warmUp(int steps) {
        return (step, name) -> step >= steps || Projector.NAMES.stream().anyMatch(name::startsWith);
    }
}
