package dev.sightline.bench;

import dev.sightline.caption.CaptionerSettings;
import dev.sightline.caption.LoadedModel;
import dev.sightline.encode.EncodeListener;
import dev.sightline.generate.EngineListener;
import dev.sightline.generate.GenerationConfig;
import dev.sightline.generate.GenerationRequest;
import dev.sightline.preprocess.ImageDecoders;
import dev.sightline.preprocess.ImageProcessor;
import dev.sightline.preprocess.PixelValues;
import dev.sightline.preprocess.PreprocessConfig;
import dev.sightline.preprocess.Preprocessor;
import java.util.concurrent.CompletableFuture;

/** Captions of one photo, decoded exactly and at half its size, by one model. Closing it frees the model. */
public final class ReducedTexts implements AutoCloseable {
    private final String prompt;
    private final int maxNewTokens;
    private final LoadedModel model;
    private final Preprocessor exact;
    private final Preprocessor reduced;

    /** What the model says of a photo in either way. */
    public record Pair(String exact, String reduced) {}

    public ReducedTexts(CaptionerSettings settings, ImageProcessor processor, String prompt, int maxNewTokens) {
        this.prompt = prompt;
        this.maxNewTokens = maxNewTokens;
        this.model = LoadedModel.open(settings, EncodeListener.NONE, EngineListener.NONE);
        this.exact = preprocessor(processor, PreprocessConfig.Scale.EXACT);
        this.reduced = preprocessor(processor, PreprocessConfig.Scale.REDUCED);
    }

    private static Preprocessor preprocessor(ImageProcessor processor, PreprocessConfig.Scale scale) {
        return new Preprocessor(ImageDecoders.of(PreprocessConfig.of(scale)), processor, scale);
    }

    /** Both captions of a JPEG. */
    public Pair of(byte[] jpeg) {
        var ofExact = text(exact.preprocess(jpeg).values());
        var ofReduced = text(reduced.preprocess(jpeg).values());
        return new Pair(ofExact.join(), ofReduced.join());
    }

    private CompletableFuture<String> text(PixelValues pixels) {
        return model.encoder()
                .encode(pixels)
                .thenCompose(features -> model.generator()
                        .submit(GenerationRequest.of(features, prompt, GenerationConfig.greedy(maxNewTokens))
                                .inBulk()))
                .thenApply(generation -> generation.text());
    }

    @Override
    public void close() {
        model.close();
    }
}
