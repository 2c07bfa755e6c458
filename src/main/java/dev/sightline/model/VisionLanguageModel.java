package dev.sightline.model;

import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.Translator;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.fasterxml.jackson.databind.JsonNode;
import dev.sightline.model.folder.ModelFolder;
import dev.sightline.model.folder.ModelRefusedException;
import dev.sightline.model.folder.OnnxPart;
import dev.sightline.model.folder.Precision;
import dev.sightline.model.folder.Revision;
import dev.sightline.model.graph.BatchPartners;
import dev.sightline.model.graph.ConvolutionPadding;
import dev.sightline.model.graph.OnnxGraph;
import dev.sightline.model.graph.OnnxModels;
import dev.sightline.model.runtime.Cores;
import dev.sightline.model.runtime.Device;
import dev.sightline.model.runtime.OnnxRuntime;
import dev.sightline.model.runtime.Processor;
import dev.sightline.model.text.PromptWriter;
import dev.sightline.model.text.Tokenizer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A model folder, loaded: the decoder in memory, the vision encoder to be loaded by whoever encodes, and the way from
 * conversations to ids and back.
 *
 * <pre>
 * pixels ─▶ vision encoder ─▶ image tokens ─┐
 * turns  ─▶ PromptWriter ─▶ ids ────────────┴▶ Decoder ─▶ logits ─▶ ids ─▶ Tokenizer ─▶ text
 * </pre>
 */
public final class VisionLanguageModel implements AutoCloseable {
    private static final int QUESTION_AND_ANSWER = 144;

    private final ModelFolder folder;
    private final Map<OnnxPart, Path> networks;
    private final DeviceChoice deviceChoice;
    private final PrecisionChoice choice;
    private final Tokenizer tokenizer;
    private final PromptWriter prompts;
    private final Decoder decoder;
    private final String revision;
    private volatile @Nullable BatchPartners seenInVision; // once its graph was read

    private VisionLanguageModel(ModelFolder folder, Precision precision, Device device, boolean rewriting) {
        this.folder = folder;
        this.deviceChoice = DeviceChoice.of(device, folder);
        this.choice = PrecisionChoice.of(folder, precision, deviceChoice.device(), Processor.here());
        this.networks = folder.networks(choice.precision());
        this.tokenizer = Tokenizer.of(folder);
        this.prompts = new PromptWriter(folder, tokenizer);
        DecoderRewriting conversion = DecoderRewriting.to(choice.precision());
        this.decoder = DecoderOrigin.load(
                networks.get(OnnxPart.DECODER),
                networks.get(OnnxPart.EMBED_TOKENS),
                rewriting ? conversion.inSlots(contextTokens()) : conversion,
                deviceChoice.device());
        try {
            new PartShapes(folder, networks, decoder).check();
        } catch (ModelRefusedException e) {
            close();
            throw e;
        }
        this.revision =
                Revision.of(folder.path(), networks.values(), choice.precision().label());
    }

    /**
     * Loads a folder, to compute on the device that this process was asked to use.
     *
     * @throws ModelRefusedException if a part is missing or cannot be run; the message names it
     */
    public static VisionLanguageModel load(ModelFolder folder, Precision precision) {
        return new VisionLanguageModel(folder, precision, Device.asked(), true);
    }

    /** Loads a folder and leaves the decoder's attention as it is filed: keys and values grow as its graph says. */
    public static VisionLanguageModel loadAsFiled(ModelFolder folder, Precision precision) {
        return new VisionLanguageModel(folder, precision, Device.asked(), false);
    }

    /** The folder it came from. */
    public ModelFolder folder() {
        return folder;
    }

    /** The model's name, such as {@code org/name}. */
    public String id() {
        return folder.id();
    }

    /** SHA-256 over the files loaded and the precision that runs. */
    public String revision() {
        return revision;
    }

    /** The precision that runs; {@link Precision#AUTO} is the folder's files as they are. */
    public Precision precision() {
        return choice.precision();
    }

    /** The precision that runs, and why. */
    public PrecisionChoice precisionChoice() {
        return choice;
    }

    /** Where it computes, and why. */
    public DeviceChoice deviceChoice() {
        return deviceChoice;
    }

    /** Conversation to ids. */
    public PromptWriter prompts() {
        return prompts;
    }

    /** Text to ids and back. */
    public Tokenizer tokenizer() {
        return tokenizer;
    }

    /** The language model; the engine alone drives it. */
    public Decoder decoder() {
        return decoder;
    }

    /**
     * Loads the vision encoder: first to compute on every core, then, where there are cores to share, to compute beside other
     * networks. The caller closes them.
     */
    public <I, O> List<ZooModel<I, O>> loadVisionEncoders(
            Class<I> input, Class<O> output, Translator<I, O> translator) {
        Path file = visionFile();
        if (deviceChoice.device() == Device.CUDA) {
            return List.of(OnnxModels.load(file, input, output, translator, deviceChoice.device()));
        }
        OnnxRuntime.environment();
        try (OnnxGraph graph = OnnxGraph.read(file);
                OrtSession.SessionOptions every = OnnxRuntime.options();
                OrtSession.SessionOptions share = OnnxRuntime.shareOptions()) {
            seenInVision = BatchPartners.of(graph);
            ConvolutionPadding.fold(graph);
            boolean shares = Cores.worthSharing(graph.weightBytes());
            byte[] network = graph.toBytes();
            List<ZooModel<I, O>> loaded = new ArrayList<>();
            loaded.add(OnnxModels.load(network, file, translator, every));
            if (shares) {
                loaded.add(OnnxModels.load(network, file, translator, share));
            }
            return loaded;
        } catch (OrtException e) {
            throw new ModelRefusedException(file + " cannot be run by ONNX Runtime: " + e.getMessage(), e);
        }
    }

    /** Whether pictures of several requests may share a run of the vision encoder, and why so. */
    public BatchPartners visionPartners() {
        if (choice.precision() == Precision.INT8_DYNAMIC) {
            return decoder.batchPartners();
        }
        BatchPartners seen = seenInVision;
        if (seen == null) {
            try (OnnxGraph graph = OnnxGraph.read(visionFile())) {
                seen = BatchPartners.of(graph);
            }
            seenInVision = seen;
        }
        return seen;
    }

    private Path visionFile() {
        return networks.containsKey(OnnxPart.ENCODER)
                ? networks.get(OnnxPart.ENCODER)
                : networks.get(OnnxPart.VISION_ENCODER);
    }

    /** The ids that end a text. */
    public Set<Integer> eosTokenIds() {
        JsonNode eos = first("eos_token_id");
        Set<Integer> ids = new LinkedHashSet<>();
        if (eos.isArray()) {
            eos.forEach(id -> ids.add(id.asInt()));
        } else if (eos.isInt()) {
            ids.add(eos.asInt());
        }
        return ids;
    }

    /** Most tokens a text may have, prompt included, before positions run out. */
    public int contextTokens() {
        JsonNode config = folder.config();
        return List.of(config.path("text_config"), config.path("decoder"), config).stream()
                .flatMap(json -> List.of(json.path("max_position_embeddings"), json.path("n_positions")).stream())
                .filter(JsonNode::isInt)
                .mapToInt(JsonNode::asInt)
                .findFirst()
                .orElse(2048);
    }

    /** Tokens of a usual text: a picture's, and those of a short question and its answer. */
    public int usualTokens() {
        return folder.family().pictureTokens() + QUESTION_AND_ANSWER;
    }

    private JsonNode first(String name) {
        JsonNode config = folder.config();
        return List.of(folder.generationConfig(), config, config.path("text_config"), config.path("decoder")).stream()
                .map(json -> json.path(name))
                .filter(json -> !json.isMissingNode() && !json.isNull())
                .findFirst()
                .orElse(config.path(name));
    }

    @Override
    public void close() {
        decoder.close();
        tokenizer.close();
    }
}
