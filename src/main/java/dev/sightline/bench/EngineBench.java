package dev.sightline.bench;

import dev.sightline.caption.CaptionerSettings;
import dev.sightline.caption.LoadedModel;
import dev.sightline.encode.EncodeListener;
import dev.sightline.encode.ImageFeatures;
import dev.sightline.generate.EngineListener;
import dev.sightline.generate.Generation;
import dev.sightline.generate.GenerationConfig;
import dev.sightline.generate.GenerationRequest;
import dev.sightline.preprocess.PixelValues;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;

/**
 * How fast images become captions, with so many in work at once.
 *
 * <p>The images must be distinct: nothing is reused. They are all captioned once beforehand, as peers do, and that does not
 * count.
 *
 * @param settings     the model and how it runs; slots are set a run
 * @param files        the images' bytes
 * @param prompt       what is asked of each
 * @param maxNewTokens most tokens a caption
 */
public record EngineBench(CaptionerSettings settings, List<byte[]> files, String prompt, int maxNewTokens) {
    public EngineBench {
        files = List.copyOf(files);
    }

    /**
     * One run.
     *
     * @param concurrency          images in work at once, and slots
     * @param images               captioned
     * @param seconds              for all of them
     * @param imagesPerSecond      whole captions
     * @param tokensPerSecond      generated
     * @param tokensPerImage       generated, the end token included
     * @param firstTokenMillis     median time from an image's turn to its first token, without its wait for a slot
     * @param tokenMillis          median time from one token of a caption to its next
     * @param cpuMillisAnImage     processor time a stage, all threads together: preprocessing, encoding and generating run alone
     *                             each, and the last is split by the time that the cores spent on each part
     * @param generationShares     share of the generating thread's time, 0 to 1: the network, and what is done around it
     */
    public record Result(
            int concurrency,
            int images,
            double seconds,
            double imagesPerSecond,
            double tokensPerSecond,
            double tokensPerImage,
            double firstTokenMillis,
            double tokenMillis,
            Map<String, Double> cpuMillisAnImage,
            Map<String, Double> generationShares) {}

    /** What each stage costs when it runs alone. */
    private record Stages(Map<String, Double> cpuMillisAnImage, Map<String, Double> generationShares) {}

    /** Measures with so many images in work at once. */
    public Result run(int concurrency) {
        return measure(concurrency).result();
    }

    /**
     * One run.
     *
     * @param texts in the order of the files
     */
    record Run(Result result, List<String> texts) {}

    /** Measures, and keeps what was written. */
    Run measure(int concurrency) {
        var prefill = new LongAdder();
        var decode = new LongAdder();
        var listener = new EngineListener() {
            @Override
            public void prefilled(int rows, int tokens, Duration time) {
                prefill.add(time.toNanos());
            }

            @Override
            public void decoded(int rows, Duration time) {
                decode.add(time.toNanos());
            }
        };
        var preprocessing = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
        try (var model = LoadedModel.open(settings.withBatch(concurrency), EncodeListener.NONE, listener)) {
            captions(model, preprocessing, files, concurrency);
            var begin = System.nanoTime();
            var done = captions(model, preprocessing, files, concurrency);
            var seconds = (System.nanoTime() - begin) / 1e9;
            var stages = stages(model, concurrency, prefill, decode);
            var texts = done.stream().map(one -> one.generation().text()).toList();
            return new Run(result(concurrency, done, seconds, stages), texts);
        } finally {
            preprocessing.shutdown();
        }
    }

    /** Of several runs at each concurrency, the one in the middle by its speed. */
    public static List<Result> middle(List<Result> runs) {
        var byConcurrency = new LinkedHashMap<Integer, List<Result>>();
        runs.forEach(run -> byConcurrency
                .computeIfAbsent(run.concurrency(), same -> new ArrayList<>())
                .add(run));
        return byConcurrency.values().stream()
                .map(same -> Medians.middle(same, Result::imagesPerSecond))
                .toList();
    }

    /** A finished caption and when its image's turn came. */
    private record Done(Generation generation, double firstTokenMillis) {}

    private List<Done> captions(
            LoadedModel model, ExecutorService preprocessing, List<byte[]> images, int concurrency) {
        var running = new ArrayDeque<CompletableFuture<Done>>();
        var done = new ArrayList<Done>();
        // as many again are read while the others are written; one at a time is nothing but that one
        var inWork = concurrency == 1 ? 1 : 2 * concurrency;
        for (var image : images) {
            if (running.size() == inWork) {
                done.add(running.remove().join());
            }
            running.add(caption(model, preprocessing, image));
        }
        running.forEach(last -> done.add(last.join()));
        return done;
    }

    private CompletableFuture<Done> caption(LoadedModel model, ExecutorService preprocessing, byte[] image) {
        var begin = System.nanoTime();
        return CompletableFuture.supplyAsync(
                        () -> model.preprocessor().preprocess(image).values(), preprocessing)
                .thenCompose(model.encoder()::encode)
                .thenCompose(features -> model.generator().submit(request(features)))
                .thenApply(generation -> {
                    var total = System.nanoTime() - begin;
                    var timings = generation.timings();
                    var after = timings.queued().plus(timings.decode()).toNanos();
                    return new Done(generation, (total - after) / 1e6);
                });
    }

    /** Each stage alone on the same images, so that its processor time can be told from the others'. */
    private Stages stages(LoadedModel model, int concurrency, LongAdder prefill, LongAdder decode) {
        var some = files.subList(0, Math.min(files.size(), Math.max(32, 2 * concurrency)));
        var cpu = new LinkedHashMap<String, Double>();

        var mark = Machine.cpuSeconds();
        var pixels = new ArrayList<PixelValues>();
        some.forEach(file -> pixels.add(model.preprocessor().preprocess(file).values()));
        cpu.put("preprocess", millisAnImage(mark, some.size()));

        mark = Machine.cpuSeconds();
        var encoding = pixels.stream().map(model.encoder()::encode).toList();
        var features = encoding.stream().map(CompletableFuture::join).toList();
        cpu.put("encode", millisAnImage(mark, some.size()));

        prefill.reset();
        decode.reset();
        mark = Machine.cpuSeconds();
        var profile = StepProfile.start();
        var writing = features.stream()
                .map(feature -> model.generator().submit(request(feature)))
                .toList();
        writing.forEach(CompletableFuture::join);
        profile.close();
        var generate = millisAnImage(mark, some.size());
        var share = prefill.doubleValue() / (prefill.doubleValue() + decode.doubleValue());
        cpu.put("prefill", generate * share);
        cpu.put("decode", generate * (1 - share));
        return new Stages(cpu, profile.shares());
    }

    private static double millisAnImage(double since, int images) {
        return 1e3 * (Machine.cpuSeconds() - since) / images;
    }

    private GenerationRequest request(ImageFeatures features) {
        return GenerationRequest.of(features, prompt, GenerationConfig.greedy(maxNewTokens))
                .inBulk();
    }

    private static Result result(int concurrency, List<Done> done, double seconds, Stages stages) {
        var tokens = done.stream()
                .mapToInt(one -> one.generation().usage().completionTokens())
                .sum();
        return new Result(
                concurrency,
                done.size(),
                seconds,
                done.size() / seconds,
                tokens / seconds,
                (double) tokens / done.size(),
                Medians.of(done.stream().map(Done::firstTokenMillis).toList()),
                Medians.of(done.stream()
                        .map(Done::generation)
                        .filter(text -> text.usage().completionTokens() > 1)
                        .map(text -> text.timings().decode().toNanos()
                                / 1e6
                                / (text.usage().completionTokens() - 1))
                        .toList()),
                stages.cpuMillisAnImage(),
                stages.generationShares());
    }
}
