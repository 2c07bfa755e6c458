package dev.sightline.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.OperatingSystemMXBean;
import dev.sightline.model.folder.ModelFolder;
import dev.sightline.train.data.ConversationEncoder;
import dev.sightline.train.nn.Architecture;
import dev.sightline.train.nn.Decoder;
import dev.sightline.train.nn.Parameters;
import dev.sightline.train.nn.Precision;
import dev.sightline.train.weights.LlamaConfig;
import dev.sightline.train.weights.PretrainedLlm;
import dev.sightline.train.weights.SafetensorsFile;
import dev.sightline.train.weights.WeightTensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How fast stage 2 trains: a frozen stem's features, ViT, projector and LoRA, several captions of an image behind their
 * shared prefix.
 *
 * <p>A peer does the very same updates from the same weights, step by step in turn with this trainer, so that its losses
 * show that both compute the same and a noisy machine is as noisy for one as for the other.
 *
 * @param pretrained with a stem where there are photos
 * @param photos     to train on; none for made-up features and captions
 * @param warmUp     steps of each that are not counted
 */
public record TrainingBench(
        Pretrained pretrained, @Nullable Photos photos, Path scratch, Precision precision, int steps, int warmUp) {
    private static final int IMAGES = 128;
    private static final int VIEWS = 2; // the photo as it is, and one changed
    private static final double RATE = 2e-4;
    private static final double DECAY = 0.05;
    private static final GenerateSettings SETTINGS = new GenerateSettings(
            GenerateSettings.Vision.TUNED, GenerateSettings.Llm.LORA, 0, 8, 2, 5, RATE, RATE, Precision.FP32, 0, 1);

    /** Conversations about images, and where the images are. */
    public record Photos(Path data, List<Path> images) {}

    /** The other program. */
    public record Peer(String python, Path script) {}

    /**
     * Medians over the steps.
     *
     * @param ratio               of both in the same step, its median; above 1 this trainer is faster
     * @param firstLossDistance between both before any update, as a part of the loss
     * @param loadingShare        of the processor time, spent on reading, decoding and augmenting photos, on the stem and on
     *                            encoding texts, as if a photo went through the stem whenever it is trained on; without photos
     *                            only texts and the reading of features count
     */
    public record Result(
            Precision precision,
            int samplesAStep,
            double samplesPerSecond,
            @Nullable Double peerSamplesPerSecond,
            @Nullable Double ratio,
            @Nullable Double firstLossDistance,
            double loadingShare) {}

    /** Runs both. */
    public Result run(@Nullable Peer peer) throws IOException {
        ModelFolder folder = ModelFolder.open(pretrained.template());
        double begun = processorSeconds();
        Examples examples = photos == null ? SyntheticExamples.of(IMAGES, 1) : read(photos, folder);
        double preparing = photos == null
                ? 0
                : (processorSeconds() - begun) / (examples.texts().size() * (double) VIEWS);
        Architecture shape =
                Architecture.of(examples.patches().patches(), examples.patches().width());
        try (NDManager manager = TrainingEngine.open();
                ConversationEncoder encoder = new ConversationEncoder(folder, shape.imageTokens())) {
            PretrainedLlm language = PretrainedLlm.open(pretrained.llm());
            Parameters parameters = new Parameters(manager, 1);
            var model = Training.model(parameters, shape, language, true);
            parameters.train("vision.");
            parameters.train("lora.");
            model.decoder().trainIn(precision);
            GenerateStage stage = new GenerateStage(
                    model, encoder, examples, SyntheticExamples.of(1, 2), encoder.imageId(), SETTINGS);
            RunSettings run = new RunSettings(
                    scratch.resolve("run"),
                    new CosineSchedule(steps, 1, 0.03),
                    steps + 1,
                    1,
                    Duration.ofDays(1),
                    1,
                    DECAY,
                    false);
            Turns turns = new Turns(warmUp, preparing);
            if (peer != null) {
                write(stage, manager, parameters, language.config(), shape);
                turns.peer = new TorchPeer(peer.python(), peer.script(), scratch, precision);
            }
            try (turns) {
                new TrainingLoop(
                                manager,
                                parameters,
                                stage,
                                run,
                                name -> RATE,
                                (step, name) -> true,
                                RunDescription.NONE,
                                turns)
                        .run();
            }
            return turns.result(precision);
        }
    }

    private Examples read(Photos photos, ModelFolder folder) throws IOException {
        TrainingInputs inputs = new TrainingInputs(
                photos.data(), null, photos.images(), pretrained, 0, VIEWS, scratch.resolve("features"));
        return new ExampleReader(inputs, folder, TrainingListener.DEAF).train();
    }

    private static double processorSeconds() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime() / 1e9;
    }

    private void write(
            GenerateStage stage, NDManager manager, Parameters parameters, LlamaConfig config, Architecture shape)
            throws IOException {
        SafetensorsFile.write(
                scratch.resolve("weights.safetensors"),
                parameters.snapshot(parameters.names()),
                SafetensorsFile.Storage.F32,
                Map.of());
        Map<String, Object> setup = new LinkedHashMap<>();
        setup.put("heads", config.heads());
        setup.put("keyHeads", config.keyValueHeads());
        setup.put("headSize", config.headSize());
        setup.put("layers", config.layers());
        setup.put("exactLayers", Decoder.EXACT_LAYERS);
        setup.put("theta", config.ropeTheta());
        setup.put("loraScale", shape.alpha() / shape.rank());
        setup.put("grid", shape.grid());
        setup.put("visionHeads", shape.heads());
        setup.put("visionDepth", shape.depth());
        setup.put("rate", RATE);
        setup.put("decay", DECAY);
        setup.put("clip", 1.0);
        setup.put("attention", System.getProperty("bench.attention", "written out"));
        new ObjectMapper().writeValue(scratch.resolve("bench.json").toFile(), setup);
        for (int step = 0; step < steps; step++) {
            try (NDManager arrays = manager.newSubManager()) {
                Map<String, WeightTensor> tensors = new LinkedHashMap<>();
                for (GenerateStage.Pass pass : stage.passes(step, arrays)) {
                    String name = tensors.size() / 7 + ".";
                    tensors.put(name + "patches", tensor(pass.patches()));
                    tensors.put(name + "ids", tensor(pass.answers().ids()));
                    tensors.put(name + "positions", positions(pass.answers().positions()));
                    tensors.put(name + "mask", tensor(pass.answers().mask()));
                    tensors.put(name + "rows", tensor(pass.answers().rows()));
                    tensors.put(name + "sources", tensor(pass.answers().sources()));
                    tensors.put(name + "targets", tensor(pass.answers().targets()));
                }
                SafetensorsFile.write(
                        scratch.resolve("step-" + step + ".safetensors"),
                        tensors,
                        SafetensorsFile.Storage.F32,
                        Map.of());
            }
        }
    }

    private static WeightTensor tensor(NDArray array) {
        return new WeightTensor(
                array.getShape().getShape(),
                array.toType(DataType.FLOAT32, false).toFloatArray());
    }

    private static WeightTensor positions(int[][] rows) {
        float[] values = new float[rows.length * rows[0].length];
        for (int i = 0; i < values.length; i++) {
            values[i] = rows[i / rows[0].length][i % rows[0].length];
        }
        return new WeightTensor(new long[] {rows.length, rows[0].length}, values);
    }

    /** Lets the peer do each step after this trainer has done it. */
    private static final class Turns implements TrainingListener, AutoCloseable {
        private final int warmUp;
        private final List<Double> ours = new ArrayList<>();
        private final List<Double> theirs = new ArrayList<>();
        private final List<Double> ratios = new ArrayList<>();
        private @Nullable TorchPeer peer;
        private double lossDistance;
        private final double preparing;
        private double loading;
        private double processor;
        private double restedAt = processorSeconds();
        private int samples;

        /** @param preparing processor time a view took on its way through the stem */
        Turns(int warmUp, double preparing) {
            this.warmUp = warmUp;
            this.preparing = preparing;
        }

        @Override
        public void stepped(TrainingProgress progress) {
            samples = progress.samples();
            boolean counts = progress.step() > warmUp;
            if (counts) {
                ours.add(progress.seconds());
                loading += progress.loading() * Runtime.getRuntime().availableProcessors()
                        + preparing * progress.samples();
                processor += processorSeconds() - restedAt + preparing * progress.samples();
            }
            if (peer != null) {
                TorchPeer.Step step = theirs(peer, progress);
                if (progress.step() == 1) {
                    lossDistance = Math.abs(step.loss() - progress.loss()) / Math.abs(progress.loss());
                }
                if (counts) {
                    theirs.add(step.seconds());
                    ratios.add(step.seconds() / progress.seconds());
                }
            }
            restedAt = processorSeconds();
        }

        private static TorchPeer.Step theirs(TorchPeer peer, TrainingProgress progress) {
            try {
                return peer.step(progress.step() - 1, progress.rateFactor());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        Result result(Precision precision) {
            boolean alone = peer == null;
            return new Result(
                    precision,
                    samples,
                    samples / median(ours),
                    alone ? null : samples / median(theirs),
                    alone ? null : median(ratios),
                    alone ? null : lossDistance,
                    loading / processor);
        }

        private static double median(List<Double> values) {
            List<Double> sorted = values.stream().sorted().toList();
            return sorted.get(sorted.size() / 2);
        }

        @Override
        public void close() {
            if (peer != null) {
                peer.close();
            }
        }
    }
}
