package dev.sightline.train;

import dev.sightline.model.folder.ModelFolder;
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
import dev.sightline.train.data.Fingerprint;
import dev.sightline.train.data.ImageSet;
import dev.sightline.train.data.PatchSource;
import dev.sightline.train.data.PhotoReader;
import dev.sightline.train.data.PixelPatches;
import dev.sightline.train.data.Stem;
import dev.sightline.train.data.UnreadablePhotos;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Opens a run's examples: texts in memory, images where they lie, features in their cache. */
final class ExampleReader {
    private final TrainingInputs inputs;
    private final ImageSet images;
    private final ImageDecoder decoder;
    private final ImageProcessor processor;
    private final TrainingListener listener;

    ExampleReader(TrainingInputs inputs, ModelFolder template, TrainingListener listener) throws IOException {
        this.inputs = inputs;
        this.images = ImageSet.open(inputs.images());
        this.decoder = ImageDecoders.of(PreprocessConfig.defaults());
        this.processor = ImageProcessors.of(template.preprocessorConfig(), template.config());
        this.listener = listener;
    }

    /** What is trained on, at least one image or conversation. */
    Examples train() throws IOException {
        Examples examples = read(inputs.data(), inputs.views(), "train");
        if (examples.texts().size() == 0) {
            throw new IllegalArgumentException("nothing to train on in " + inputs.data());
        }
        return examples;
    }

    /** Empty where nothing is measured. */
    Examples dev() throws IOException {
        return read(inputs.dev(), 1, "dev");
    }

    /** The first images of what is trained on, as they are. */
    Examples first(int count) throws IOException {
        Map<String, String> leftOut = new LinkedHashMap<>();
        CaptionedImages texts = texts(inputs.data(), leftOut);
        return read(
                texts.without(texts.images().subList(Math.min(count, texts.size()), texts.size())),
                leftOut,
                1,
                "first");
    }

    private Examples read(@Nullable Path file, int views, String name) throws IOException {
        Map<String, String> leftOut = new LinkedHashMap<>();
        return read(texts(file, leftOut), leftOut, views, name);
    }

    private static CaptionedImages texts(@Nullable Path file, Map<String, String> leftOut) throws IOException {
        try (Stream<Conversation> lines = file == null ? Stream.empty() : ConversationFile.read(file)) {
            return CaptionedImages.of(lines.filter(line -> showsOneAtMost(line, leftOut)));
        }
    }

    private Examples read(CaptionedImages texts, Map<String, String> leftOut, int views, String name)
            throws IOException {
        PhotoReader photos = new PhotoReader(images, decoder, processor, Augmentation.DEFAULT, texts::mirrorable);
        List<String> names = texts.pictured().images();
        PatchSource patches;
        Path stem = inputs.pretrained().stem();
        if (stem == null) {
            Path kept = inputs.cache().resolve(name).resolve("unreadable.json");
            leftOut.putAll(UnreadablePhotos.among(names, photos, kept, hash(names, texts, 1), listener::prepared));
            int side = processor.resized(new ImageSize(1, 1)).width();
            patches = new PixelPatches(photos, side, inputs.patch(), views);
        } else {
            FeatureCache features = features(stem, photos, names, hash(names, texts, views), views, name);
            leftOut.putAll(features.unreadable());
            patches = features;
        }
        if (!leftOut.isEmpty()) {
            listener.leftOut(leftOut);
        }
        return new Examples(texts.without(leftOut.keySet()), patches);
    }

    private static boolean showsOneAtMost(Conversation line, Map<String, String> leftOut) {
        if (line.images().size() > 1) {
            leftOut.put("conversation " + line.id(), "shows several images; one is trained on");
            return false;
        }
        return true;
    }

    private FeatureCache features(
            Path file, PhotoReader photos, List<String> names, String madeBy, int views, String name)
            throws IOException {
        try (Stem stem = Stem.open(file)) {
            FeatureMaker maker = new FeatureMaker(photos, stem, listener::prepared);
            return FeatureCache.open(inputs.cache().resolve(name), names, views, madeBy, maker);
        }
    }

    /** Of all that decides what is seen of the photos: which and how large their files are, how they are prepared and changed. */
    private String hash(List<String> names, CaptionedImages texts, int views) throws IOException {
        Fingerprint hash = new Fingerprint().add(processor.hash(), views);
        if (inputs.pretrained().stem() != null) {
            hash.addFile(inputs.pretrained().stem());
        }
        if (views > 1) {
            hash.add(Augmentation.DEFAULT);
        }
        for (String image : names) {
            hash.add(image, images.size(image), views > 1 && texts.mirrorable(image));
        }
        return hash.hex();
    }
}
