package dev.sightline.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.sightline.bench.JpegBench;
import dev.sightline.bench.LargePhoto;
import dev.sightline.bench.Machine;
import dev.sightline.bench.ReducedTexts;
import dev.sightline.preprocess.ImageDecoder;
import dev.sightline.preprocess.ImageDecoders;
import dev.sightline.preprocess.ImageProcessor;
import dev.sightline.preprocess.ImageProcessors;
import dev.sightline.preprocess.PreprocessConfig;
import dev.sightline.preprocess.RgbImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sightline bench jpeg}: large JPEGs decoded exactly and at half their size. */
@Command(
        name = "jpeg",
        description = {
            "Enlarges photos as cameras would have taken them, and measures decode=reduced beside decode=exact and beside",
            "TurboJPEG alone: time, distance of the pixel values and, with --captions, CIDEr-D of the texts."
        },
        footer = {"", "Example:", "  sightline bench jpeg src/main/photos --rounds 5"})
final class BenchJpegCommand implements Callable<Integer> {
    private static final ImageDecoder DECODER = ImageDecoders.of(PreprocessConfig.defaults());

    @Spec
    private CommandSpec command;

    @Mixin
    private BenchImages images;

    @Mixin
    private ModelOption model;

    @Option(
            names = "--megapixels",
            defaultValue = "12",
            paramLabel = "N",
            description = "How large photos are made; ${DEFAULT-VALUE} by default.")
    private double megapixels;

    @Option(
            names = "--noise",
            defaultValue = "" + LargePhoto.USUAL_NOISE,
            paramLabel = "LEVELS",
            description = "Most grey levels of noise, before sharpening; ${DEFAULT-VALUE} by default.")
    private int noise;

    @Option(
            names = "--captions",
            paramLabel = "FILE.tsv",
            description =
                    "Compares texts instead of times; lines of an image's name, a tab and what somebody said of it.")
    private @Nullable Path captions;

    /**
     * What is printed of texts.
     *
     * @param equal photos whose texts are the same in both ways
     * @param score reduced beside exact
     */
    record Texts(Machine machine, int photos, int equal, References.@Nullable Comparison score) {}

    /** What is printed of times and distances. */
    record Times(Machine machine, JpegBench.Summary summary, List<JpegBench.Result> results) {}

    @Override
    public Integer call() throws JsonProcessingException {
        if (!ImageDecoders.canReduce()) {
            throw new CannotStartException("decode=reduced needs TurboJPEG; install the package libturbojpeg0");
        }
        var report = captions == null ? times() : texts(References.read(captions));
        JsonReport.print(command, report);
        return ExitStatus.ALL_DONE;
    }

    private Times times() {
        var bench = new JpegBench(processor(), images.rounds());
        var paths = images.paths();
        bench.warmUp(enlarged(paths.get(0)));
        var results = paths.stream()
                .peek(path -> command.commandLine().getErr().println("sightline: " + path.getFileName()))
                .flatMap(path -> bench.run(String.valueOf(path.getFileName()), enlarged(path)).stream())
                .toList();
        return new Times(Machine.here(), JpegBench.Summary.of(results), results);
    }

    private Texts texts(References references) {
        var kinds = LargePhoto.Kind.values();
        var paths = images.paths();
        var pairs = new ReducedTexts.Pair[paths.size()];
        try (var texts = new ReducedTexts(
                model.captioner(), processor(), BenchEngineCommand.PROMPT, BenchEngineCommand.MAX_NEW_TOKENS)) {
            IntStream.range(0, pairs.length).parallel().forEach(i -> {
                var jpeg = LargePhoto.jpeg(enlarged(paths.get(i)), kinds[i % kinds.length]);
                pairs[i] = texts.of(jpeg);
            });
        }
        Map<String, String> exact = new LinkedHashMap<>();
        Map<String, String> reduced = new LinkedHashMap<>();
        var equal = 0;
        for (var i = 0; i < pairs.length; i++) {
            exact.put(paths.get(i).toString(), pairs[i].exact());
            reduced.put(paths.get(i).toString(), pairs[i].reduced());
            equal += pairs[i].exact().equals(pairs[i].reduced()) ? 1 : 0;
        }
        var score = references.compare(reduced, exact).orElse(null);
        return new Texts(Machine.here(), pairs.length, equal, score);
    }

    private RgbImage enlarged(Path path) {
        return LargePhoto.of(DECODER.decode(BenchImages.read(path)).pixels(), megapixels * 1e6, noise);
    }

    private ImageProcessor processor() {
        try {
            return ImageProcessors.of(model.folder());
        } catch (IOException e) {
            throw new CannotStartException(model.folder() + " does not say how to read images: " + e.getMessage(), e);
        }
    }
}
