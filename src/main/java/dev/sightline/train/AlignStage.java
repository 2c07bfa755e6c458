package dev.sightline.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.sightline.train.data.CaptionedImages;
import dev.sightline.train.data.Conversation;
import dev.sightline.train.data.ConversationEncoder;
import dev.sightline.train.data.PatchBatch;
import dev.sightline.train.data.PatchSource;
import dev.sightline.train.data.Shuffle;
import dev.sightline.train.evaluate.Retrieval;
import dev.sightline.train.nn.CaptionBatch;
import dev.sightline.train.nn.GradientCache;
import dev.sightline.train.nn.TwoTowers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Stage 1: pull an image and its caption together, push all other pairs of the batch apart. */
final class AlignStage implements Stage {
    private static final int EVALUATION_BATCH = 64;

    private final TwoTowers towers;
    private final GradientCache gradients;
    private final ConversationEncoder encoder;
    private final CaptionedImages train;
    private final PatchSource trainPatches;
    private final CaptionedImages dev;
    private final PatchSource devPatches;
    private final AlignSettings settings;
    private final Shuffle order;
    private final int batch;
    private long loading; // nanoseconds of the step

    AlignStage(TwoTowers towers, ConversationEncoder encoder, Examples train, Examples dev, AlignSettings settings) {
        this.towers = towers;
        this.gradients = new GradientCache(towers, TrainingEngine::gradients);
        this.encoder = encoder;
        this.train = train.texts().pictured();
        this.trainPatches = train.patches();
        this.dev = dev.texts().pictured();
        this.devPatches = dev.patches();
        this.settings = settings;
        this.batch = Math.min(settings.batch(), this.train.size());
        if (batch < 2) {
            throw new IllegalArgumentException("aligning needs two captioned images or more");
        }
        this.order = new Shuffle(this.train.size(), settings.seed());
    }

    @Override
    public StepResult accumulate(int step, NDManager manager) throws IOException {
        loading = 0;
        List<GradientCache.Part> parts = new ArrayList<>();
        for (int from = 0; from < batch; from += settings.part()) {
            long first = order.start(step, batch) + from; // an image twice in a batch would be its own negative
            int size = Math.min(settings.part(), batch - from);
            parts.add(arrays -> pairs(arrays, first, size));
        }
        double loss = gradients.accumulate(manager, parts);
        return new StepResult(loss, batch, loading / 1e9);
    }

    private GradientCache.Pairs pairs(NDManager manager, long first, int size) throws IOException {
        long start = System.nanoTime();
        List<String> images = new ArrayList<>();
        List<int[]> captions = new ArrayList<>();
        int[] views = new int[size];
        for (int i = 0; i < size; i++) {
            SplittableRandom random = new SplittableRandom(settings.seed() + 31 * (first + i));
            String image = train.image(order.at(first + i));
            List<Conversation> said = train.about(image);
            images.add(image);
            views[i] = random.nextInt(trainPatches.views());
            captions.add(words(said.get(random.nextInt(said.size()))));
        }
        var pairs = new GradientCache.Pairs(
                PatchBatch.of(manager, trainPatches, images, views), CaptionBatch.pad(manager, captions));
        loading += System.nanoTime() - start;
        return pairs;
    }

    private int[] words(Conversation conversation) {
        return encoder.words(conversation.answer(), towers.text().config().length());
    }

    @Override
    public Map<String, Double> evaluate(NDManager manager) throws IOException {
        if (dev.size() == 0) {
            return Map.of();
        }
        List<int[]> captions = new ArrayList<>();
        List<Integer> owner = new ArrayList<>();
        for (int image = 0; image < dev.size(); image++) {
            for (Conversation conversation : dev.about(dev.image(image))) {
                captions.add(words(conversation));
                owner.add(image);
            }
        }
        float[][] similarity = Retrieval.similarity(imageVectors(manager), textVectors(manager, captions));
        Map<String, Double> recall = new LinkedHashMap<>();
        Retrieval.recall(similarity, owner.stream().mapToInt(Integer::intValue).toArray())
                .forEach((name, score) -> recall.put(name, score.value()));
        return recall;
    }

    private float[][] imageVectors(NDManager manager) throws IOException {
        List<float[]> vectors = new ArrayList<>();
        for (int at = 0; at < dev.size(); at += EVALUATION_BATCH) {
            List<String> names = dev.images().subList(at, Math.min(at + EVALUATION_BATCH, dev.size()));
            try (NDManager scratch = manager.newSubManager()) {
                addRows(vectors, towers.image(PatchBatch.of(scratch, devPatches, names, new int[names.size()])));
            }
        }
        return vectors.toArray(float[][]::new);
    }

    private float[][] textVectors(NDManager manager, List<int[]> captions) {
        List<float[]> vectors = new ArrayList<>();
        for (int at = 0; at < captions.size(); at += EVALUATION_BATCH) {
            List<int[]> some = captions.subList(at, Math.min(at + EVALUATION_BATCH, captions.size()));
            try (NDManager scratch = manager.newSubManager()) {
                addRows(vectors, towers.text(CaptionBatch.pad(scratch, some)));
            }
        }
        return vectors.toArray(float[][]::new);
    }

    private static void addRows(List<float[]> vectors, NDArray rows) {
        int width = Math.toIntExact(rows.getShape().get(1));
        float[] values = rows.toFloatArray();
        for (int at = 0; at < values.length; at += width) {
            vectors.add(Arrays.copyOfRange(values, at, at + width));
        }
    }

    @Override
    public String decisive() {
        return "text to image R@5";
    }
}
