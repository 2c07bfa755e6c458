package dev.sightline.generate;

import dev.sightline.encode.EncodeListener;
import dev.sightline.encode.ImageFeatures;
import dev.sightline.encode.VisionEncoder;
import dev.sightline.model.VisionLanguageModel;
import dev.sightline.model.folder.ModelFolder;
import dev.sightline.model.folder.Precision;
import dev.sightline.preprocess.ImageDecoder;
import dev.sightline.preprocess.ImageDecoders;
import dev.sightline.preprocess.ImageProcessor;
import dev.sightline.preprocess.ImageProcessors;
import dev.sightline.preprocess.PixelValues;
import dev.sightline.preprocess.PreprocessConfig;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** A model folder with encoder and engine running, and its pictures read as the service reads them. */
final class RunningModel implements AutoCloseable {
    private static final Path HOME =
            Path.of(System.getProperty("sightline.home", ".")).toAbsolutePath();

    private final VisionLanguageModel model;
    private final VisionEncoder encoder;
    private final Engine engine;
    private final ImageDecoder decoder = ImageDecoders.of(PreprocessConfig.defaults());
    private final ImageProcessor processor;
    private final Map<Path, ImageFeatures> features = new HashMap<>();

    RunningModel(Path folder, Precision precision, EngineConfig config, EngineListener listener) throws IOException {
        this(VisionLanguageModel.load(ModelFolder.open(folder), precision), config, listener);
    }

    private RunningModel(VisionLanguageModel loaded, EngineConfig config, EngineListener listener) throws IOException {
        model = loaded;
        encoder = VisionEncoder.start(model, 8, EncodeListener.NONE);
        engine = Engine.start(model, config, listener);
        processor = ImageProcessors.of(model.folder().path());
    }

    /** The model that ships, as its files are. */
    static RunningModel bundled(EngineConfig config, EngineListener listener) throws IOException {
        return new RunningModel(HOME.resolve("src/main/model"), Precision.INT4, config, listener);
    }

    /** A tiny model of random weights whose keys and values grow by copying, as its file has it. */
    static RunningModel tinyCohorts(Precision precision, EngineConfig config, EngineListener listener)
            throws IOException {
        return asFiled(HOME.resolve("src/test/resources/models/llava"), precision, config, listener);
    }

    /** A model whose attention stays as its file has it. */
    static RunningModel asFiled(Path folder, Precision precision, EngineConfig config, EngineListener listener)
            throws IOException {
        return new RunningModel(VisionLanguageModel.loadAsFiled(ModelFolder.open(folder), precision), config, listener);
    }

    /** A tiny model of random weights whose attention is rewritten, so that its texts grow in slots. */
    static RunningModel tiny(Precision precision, EngineConfig config, EngineListener listener) throws IOException {
        return new RunningModel(HOME.resolve("src/test/resources/models/llava"), precision, config, listener);
    }

    /** A picture of those that ship. */
    static Path photo(String name) {
        return HOME.resolve("src/main/photos").resolve(name);
    }

    /** The conformance kit beside the repository. */
    static Path kit() {
        return HOME.resolveSibling("shared").resolve("conformance");
    }

    VisionLanguageModel model() {
        return model;
    }

    Engine engine() {
        return engine;
    }

    PixelValues pixels(Path picture) throws IOException {
        return processor.process(
                decoder.decode(Files.readAllBytes(picture), size -> size).pixels());
    }

    ImageFeatures features(Path picture) throws IOException {
        ImageFeatures known = features.get(picture);
        if (known == null) {
            known = encoder.encode(pixels(picture)).join();
            features.put(picture, known);
        }
        return known;
    }

    /** The features of other numbers in the same arrangement. */
    ImageFeatures features(PixelValues like, float[] numbers) {
        ByteBuffer direct =
                ByteBuffer.allocateDirect(numbers.length * Float.BYTES).order(ByteOrder.nativeOrder());
        direct.asFloatBuffer().put(numbers);
        return encoder.encode(new PixelValues(direct.asFloatBuffer(), like.layout()))
                .join();
    }

    /** The ids that the decoder reads for a request. */
    int[] promptIds(GenerationRequest request) {
        return model.prompts()
                .write(
                        request.turns(),
                        request.images().stream().map(ImageFeatures::layout).toList())
                .ids();
    }

    @Override
    public void close() {
        engine.close();
        encoder.close();
        model.close();
    }
}
