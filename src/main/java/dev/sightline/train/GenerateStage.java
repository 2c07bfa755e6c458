package dev.sightline.train;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import dev.sightline.model.text.ChatTurn;
import dev.sightline.train.data.CaptionedImages;
import dev.sightline.train.data.Conversation;
import dev.sightline.train.data.ConversationEncoder;
import dev.sightline.train.data.PatchBatch;
import dev.sightline.train.data.PatchSource;
import dev.sightline.train.data.Shuffle;
import dev.sightline.train.evaluate.CaptionScores;
import dev.sightline.train.evaluate.Judged;
import dev.sightline.train.nn.AnswerBatch;
import dev.sightline.train.nn.GreedyWriter;
import dev.sightline.train.nn.TokenTree;
import dev.sightline.train.nn.VisionLanguageModel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.LongStream;

/** Stage 2: learn to answer, by the cross-entropy of answer tokens alone. */
final class GenerateStage implements Stage {
    private static final int POOLED_BATCHES = 8; // of which like lengths go together
    private static final int EVALUATION_BATCH = 16;
    private static final int NEW_TOKENS = 32;

    private final VisionLanguageModel model;
    private final ConversationEncoder encoder;
    private final List<Subject> train;
    private final PatchSource trainPatches;
    private final CaptionedImages dev;
    private final PatchSource devPatches;
    private final GenerateSettings settings;
    private final int imageId;
    private final Shuffle order;
    private int poolNumber = -1;
    private List<Example> pool = List.of();

    /** What an example is drawn from; the image's name is empty where none is shown. */
    private record Subject(String image, List<Conversation> said) {}

    /** An image of a step with its conversations packed. */
    private record Example(String image, int view, TokenTree tree) {}

    /** What an image of the dev photos is asked, and what people answered. */
    private record Asked(String image, List<ChatTurn> opening, List<String> references) {}

    /**
     * What one forward pass reads.
     *
     * @param patches [B, N, C]
     */
    record Pass(AnswerBatch answers, NDArray patches) {}

    GenerateStage(
            VisionLanguageModel model,
            ConversationEncoder encoder,
            Examples train,
            Examples dev,
            int imageId,
            GenerateSettings settings) {
        this.model = model;
        this.encoder = encoder;
        this.train = subjects(train.texts(), settings.conversations());
        this.trainPatches = train.patches();
        this.dev = dev.texts().pictured();
        this.devPatches = dev.patches();
        this.imageId = imageId;
        this.settings = settings;
        this.order = new Shuffle(this.train.size(), settings.seed());
    }

    /** Every image, and what is said about none in portions as large as an image's. */
    private static List<Subject> subjects(CaptionedImages texts, int portion) {
        List<Subject> subjects = new ArrayList<>();
        for (String image : texts.pictured().images()) {
            subjects.add(new Subject(image, texts.about(image)));
        }
        List<Conversation> alone = texts.about("");
        for (int at = 0; at < alone.size(); at += portion) {
            subjects.add(new Subject("", alone.subList(at, Math.min(at + portion, alone.size()))));
        }
        return subjects;
    }

    @Override
    public StepResult accumulate(int step, NDManager manager) throws IOException {
        long begun = System.nanoTime();
        List<List<Example>> batches = batches(step);
        long loading = System.nanoTime() - begun;
        double tokens = batches.stream()
                .flatMap(List::stream)
                .mapToInt(example -> example.tree().targets().size())
                .sum();
        double loss = 0;
        for (List<Example> batch : batches) {
            try (NDManager scratch = manager.newSubManager();
                    GradientCollector collector = TrainingEngine.gradients()) {
                long start = System.nanoTime();
                Pass pass = pass(scratch, batch);
                loading += System.nanoTime() - start;
                NDArray mean = model.loss(pass.answers(), model.imageTokens(pass.patches()));
                NDArray part = mean.mul((float) (pass.answers().answerTokens() / tokens));
                collector.backward(part);
                loss += part.toFloatArray()[0];
            }
        }
        return new StepResult(loss, batches.stream().mapToInt(List::size).sum(), loading / 1e9);
    }

    /** All passes of a step as arrays of this manager. */
    List<Pass> passes(int step, NDManager manager) throws IOException {
        List<Pass> passes = new ArrayList<>();
        for (List<Example> batch : batches(step)) {
            passes.add(pass(manager, batch));
        }
        return passes;
    }

    private Pass pass(NDManager manager, List<Example> batch) throws IOException {
        List<TokenTree> trees = batch.stream().map(Example::tree).toList();
        int tokens = model.projector().imageTokens();
        return new Pass(AnswerBatch.pack(manager, trees, imageId, tokens), patches(manager, batch));
    }

    /** The forward passes of a step: a pool of images, sorted by length, dealt out pass by pass. */
    private List<List<Example>> batches(int step) {
        int passes = settings.accumulation();
        if (step / POOLED_BATCHES != poolNumber) {
            poolNumber = step / POOLED_BATCHES;
            pool = pool(POOLED_BATCHES * passes * settings.batch());
        }
        int[] turns = dealt(POOLED_BATCHES * passes);
        List<List<Example>> batches = new ArrayList<>();
        for (int pass = 0; pass < passes; pass++) {
            int from = turns[step % POOLED_BATCHES * passes + pass] * settings.batch();
            batches.add(pool.subList(from, from + settings.batch()));
        }
        return batches;
    }

    private List<Example> pool(int size) {
        return LongStream.range(0, size)
                .mapToObj(i -> example((long) poolNumber * size + i))
                .sorted(Comparator.comparingInt(example -> example.tree().size()))
                .toList();
    }

    private int[] dealt(int count) {
        Shuffle shuffle = new Shuffle(count, settings.seed() + 7L * poolNumber);
        int[] turns = new int[count];
        Arrays.setAll(turns, shuffle::at);
        return turns;
    }

    private Example example(long position) {
        SplittableRandom random = new SplittableRandom(settings.seed() + 31 * position);
        Subject subject = train.get(order.at(position));
        String image = subject.image();
        List<Conversation> said = new ArrayList<>(subject.said());
        TokenTree tree = new TokenTree();
        for (int i = 0; i < settings.conversations() && !said.isEmpty(); i++) {
            ConversationEncoder.Encoded encoded = encoder.encode(said.remove(random.nextInt(said.size())));
            tree.add(encoded.ids(), encoded.answers());
        }
        return new Example(image, image.isEmpty() ? 0 : random.nextInt(trainPatches.views()), tree);
    }

    private NDArray patches(NDManager manager, List<Example> batch) throws IOException {
        return PatchBatch.of(
                manager,
                trainPatches,
                batch.stream().map(Example::image).toList(),
                batch.stream().mapToInt(Example::view).toArray());
    }

    @Override
    public Map<String, Double> evaluate(NDManager manager) throws IOException {
        List<Asked> asked = dev.images().stream()
                .limit(settings.devImages())
                .map(this::asked)
                .toList();
        if (asked.isEmpty()) {
            return Map.of();
        }
        GreedyWriter writer = new GreedyWriter(model, imageId, encoder.endOfTurn());
        List<Judged> judged = new ArrayList<>();
        Map<List<ChatTurn>, List<Asked>> alike =
                asked.stream().collect(groupingBy(Asked::opening, LinkedHashMap::new, toList()));
        for (Map.Entry<List<ChatTurn>, List<Asked>> group : alike.entrySet()) {
            int[] prompt = encoder.prompt(group.getKey());
            for (int at = 0; at < group.getValue().size(); at += EVALUATION_BATCH) {
                List<Asked> some = group.getValue()
                        .subList(
                                at,
                                Math.min(at + EVALUATION_BATCH, group.getValue().size()));
                judged.addAll(answered(some, prompt, writer, manager));
            }
        }
        CaptionScores scores = CaptionScores.of(judged);
        return Map.of(
                "CIDEr-D", scores.ciderD().value(), "BLEU-4", scores.bleu4().value());
    }

    private List<Judged> answered(List<Asked> some, int[] prompt, GreedyWriter writer, NDManager manager)
            throws IOException {
        List<String> images = some.stream().map(Asked::image).toList();
        List<Judged> judged = new ArrayList<>();
        try (NDManager scratch = manager.newSubManager()) {
            NDArray seen =
                    model.imageTokens(PatchBatch.of(scratch, devPatches, images, new int[images.size()])); // [B, S, D]
            List<List<Integer>> written = writer.write(seen, prompt, NEW_TOKENS);
            for (int i = 0; i < some.size(); i++) {
                String said = encoder.decode(written.get(i));
                judged.add(new Judged(images.get(i), "", said, some.get(i).references()));
            }
        }
        return judged;
    }

    /** What is asked first about an image, and all that is answered to it. */
    private Asked asked(String image) {
        List<Conversation> said = dev.about(image);
        List<ChatTurn> opening = said.get(0).opening();
        List<String> references = said.stream()
                .filter(one -> one.opening().equals(opening))
                .map(Conversation::answer)
                .toList();
        return new Asked(image, opening, references);
    }

    @Override
    public String decisive() {
        return "CIDEr-D";
    }
}
