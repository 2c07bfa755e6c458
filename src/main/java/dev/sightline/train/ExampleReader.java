package dev.sightline.train;

import dev.sightline.model.ModelFolder;
import dev.sightline.preprocess.ImageDecoder;
import dev.sightline.preprocess.ImageDecoders;
import dev.sightline.preprocess.ImageProcessor;
import dev.sightline.preprocess.ImageProcessors;
import dev.sightline.preprocess.ImageSize;
import dev.sightline.preprocess.PreprocessConfig;
import dev.sightline.train.data.Augmentation;
import dev.sightline.train.data.CaptionedImages;
import dev.sightline.train.data.Conversation;
import dev.sightline.train.data.ConversationFile;
import dev.sightline.train.data.FeatureCache;
import dev.sightline.train.data.FeatureMaker;
import dev.sightline.train.data.ImageSet;
import dev.sightline.train.data.PatchSource;
import dev.sightline.train.data.PhotoReader;
import dev.sightline.train.data.PixelPatches;
import dev.sightline.train.data.Stem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Opens a run's examples: texts in memory, images where they lie, features in their cache. */
final class ExampleReader {
    private final TrainingInputs inputs;
    private final ImageSet images;
    private final ImageDecoder decoder;
    private final ImageProcessor processor;
    private final IntConsumer progress;

    ExampleReader(TrainingInputs inputs, ModelFolder template, IntConsumer progress) throws IOException {
        this.inputs = inputs;
        this.images = ImageSet.open(inputs.images());
        this.decoder = ImageDecoders.of(PreprocessConfig.defaults());
        this.processor = ImageProcessors.of(template.preprocessorConfig(), template.config());
        this.progress = progress;
    }

    Examples train() throws IOException {
        return read(inputs.data(), inputs.views(), "train");
    }

    /** Empty where nothing is measured. */
    Examples dev() throws IOException {
        return read(inputs.dev(), 1, "dev");
    }

    private Examples read(@Nullable Path file, int views, String name) throws IOException {
        CaptionedImages texts;
        try (Stream<Conversation> lines = file == null ? Stream.empty() : ConversationFile.read(file)) {
            texts = CaptionedImages.of(lines);
        }
        PhotoReader photos = new PhotoReader(images, decoder, processor, Augmentation.DEFAULT, texts::mirrorable);
        return new Examples(texts, patches(photos, texts, views, name));
    }

    private PatchSource patches(PhotoReader photos, CaptionedImages texts, int views, String name) throws IOException {
        Path stemFile = inputs.stem();
        if (stemFile == null) {
            int side = processor.resized(new ImageSize(1, 1)).width();
            return new PixelPatches(photos, side, inputs.patch(), views);
        }
        List<String> names =
                texts.images().stream().filter(image -> !image.isEmpty()).toList();
        List<Boolean> mirrorable = names.stream().map(texts::mirrorable).toList();
        String madeBy = "%s %d %s %s %d"
                .formatted(
                        stemFile.getFileName(),
                        Files.size(stemFile),
                        processor.hash(),
                        views == 1 ? "" : Augmentation.DEFAULT,
                        views == 1 ? 0 : mirrorable.hashCode());
        try (Stem stem = Stem.open(stemFile)) {
            FeatureMaker maker = new FeatureMaker(photos, stem, progress);
            return FeatureCache.open(inputs.cache().resolve(name), names, views, madeBy, maker);
        }
    }
}
