package dev.sightline.conformance;

import dev.sightline.encode.EncodeListener;
import dev.sightline.encode.ImageFeatures;
import dev.sightline.encode.VisionEncoder;
import dev.sightline.generate.Engine;
import dev.sightline.generate.EngineConfig;
import dev.sightline.generate.EngineListener;
import dev.sightline.generate.Generation;
import dev.sightline.generate.GenerationConfig;
import dev.sightline.generate.GenerationRequest;
import dev.sightline.generate.Priority;
import dev.sightline.model.ChatTurn;
import dev.sightline.model.ModelFolder;
import dev.sightline.model.ModelRefusedException;
import dev.sightline.model.Precision;
import dev.sightline.model.Prompt;
import dev.sightline.model.VisionLanguageModel;
import dev.sightline.preprocess.ImageDecoder;
import dev.sightline.preprocess.ImageDecoders;
import dev.sightline.preprocess.ImageProcessor;
import dev.sightline.preprocess.ImageProcessors;
import dev.sightline.preprocess.PixelValues;
import dev.sightline.preprocess.PreprocessConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A model of the kit behind the engine that also serves, its steps open to be looked into one by one. */
final class KitModel implements AutoCloseable {
    private static final int MOST_IMAGES_A_RUN = 8;

    private final ImageDecoder decoder = ImageDecoders.of(PreprocessConfig.defaults());
    private final ImageProcessor processor;
    private final VisionLanguageModel model;
    private final VisionEncoder encoder;
    private final Engine engine;

    KitModel(Path folder) {
        try {
            processor = ImageProcessors.of(folder);
        } catch (IOException e) {
            throw new ModelRefusedException(folder + " does not say how to read images", e);
        }
        model = VisionLanguageModel.load(ModelFolder.open(folder), Precision.AUTO);
        encoder = VisionEncoder.start(model, MOST_IMAGES_A_RUN, EncodeListener.NONE);
        engine = Engine.start(model, EngineConfig.DEFAULT, EngineListener.NONE);
    }

    PixelValues pixels(byte[] file) {
        return processor.process(decoder.decode(file).pixels());
    }

    ImageFeatures features(PixelValues pixels) {
        return encoder.encode(pixels).join();
    }

    Prompt prompt(List<ChatTurn> turns, List<ImageFeatures> images) {
        return model.prompts()
                .write(turns, images.stream().map(ImageFeatures::layout).toList());
    }

    CompletableFuture<Generation> generate(List<ChatTurn> turns, List<ImageFeatures> images, GenerationConfig config) {
        return engine.submit(new GenerationRequest(turns, images, config, Priority.LIVE, null));
    }

    @Override
    public void close() {
        engine.close();
        encoder.close();
        model.close();
    }
}
