package dev.sightline.bench;

import dev.sightline.preprocess.ImageDecoder;
import dev.sightline.preprocess.ImageDecoders;
import dev.sightline.preprocess.ImageProcessor;
import dev.sightline.preprocess.PixelValues;
import dev.sightline.preprocess.PreprocessConfig;
import dev.sightline.preprocess.RgbImage;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/**
 * What {@code decode=reduced} costs and changes: large photos, each in every way that JPEGs are written, decoded exactly, at
 * half the size, and by TurboJPEG alone at half the size, in turn. Times are of the thread's processor time, so that what
 * else runs matters little.
 *
 * @param processor the model's recipe, which resizes and normalises
 * @param rounds    runs of each
 */
public record JpegBench(ImageProcessor processor, int rounds) {
    private static final int WARM_UP = 40;
    private static final ImageDecoder EXACT = ImageDecoders.of(PreprocessConfig.defaults());
    private static final ImageDecoder REDUCED = ImageDecoders.of(PreprocessConfig.of(PreprocessConfig.Scale.REDUCED));

    /**
     * One photo written in one way.
     *
     * @param photo          its name
     * @param kind           how it is written
     * @param bytes          of the file
     * @param halved         whether it was decoded at half its size, and not in full for its noise
     * @param exactMillis    decoding, resizing and normalising every pixel
     * @param reducedMillis  the same of {@code decode=reduced}
     * @param turboMillis    TurboJPEG alone at half the size
     * @param ratio          median over the rounds of reduced over TurboJPEG alone
     * @param mostDifference between reduced and exact pixel values
     * @param meanDifference of their absolute differences
     */
    public record Result(
            String photo,
            LargePhoto.Kind kind,
            int bytes,
            boolean halved,
            double exactMillis,
            double reducedMillis,
            double turboMillis,
            double ratio,
            double mostDifference,
            double meanDifference) {}

    /**
     * All of them in short.
     *
     * @param halved         of how many files half the size was enough
     * @param files          measured
     * @param ratio          median of the ratios of those that were halved
     * @param mostDifference of any pixel value of any file
     * @param meanDifference of the file in which it is largest
     */
    public record Summary(int halved, int files, double ratio, double mostDifference, double meanDifference) {
        public static Summary of(List<Result> results) {
            var halved = results.stream().filter(Result::halved).toList();
            return new Summary(
                    halved.size(),
                    results.size(),
                    Medians.of(halved.stream().map(Result::ratio).toList()),
                    results.stream().mapToDouble(Result::mostDifference).max().orElse(0),
                    results.stream().mapToDouble(Result::meanDifference).max().orElse(0));
        }
    }

    /** Decodes one photo until what does it is compiled. */
    public void warmUp(RgbImage photo) {
        var jpeg = LargePhoto.jpeg(photo, LargePhoto.Kind.BASELINE_420);
        for (var run = 0; run < WARM_UP; run++) {
            pixels(REDUCED, jpeg);
        }
    }

    /** Measures one photo in all ways. */
    public List<Result> run(String name, RgbImage photo) {
        var results = new ArrayList<Result>();
        for (var kind : LargePhoto.Kind.values()) {
            results.add(run(name, photo, kind));
        }
        return results;
    }

    private Result run(String name, RgbImage photo, LargePhoto.Kind kind) {
        var jpeg = LargePhoto.jpeg(photo, kind);
        var exact = new ArrayList<Double>();
        var reduced = new ArrayList<Double>();
        var turbo = new ArrayList<Double>();
        var ratios = new ArrayList<Double>();
        for (var round = 0; round < rounds; round++) {
            exact.add(millis(() -> pixels(EXACT, jpeg)));
            turbo.add(millis(() -> ImageDecoders.halveAlone(jpeg, photo.size())));
            reduced.add(millis(() -> pixels(REDUCED, jpeg)));
            ratios.add(reduced.get(round) / turbo.get(round));
        }
        var difference = Difference.of(pixels(REDUCED, jpeg), pixels(EXACT, jpeg));
        var halved = REDUCED.decode(jpeg, processor::resized).pixels().width() < photo.width();
        return new Result(
                name,
                kind,
                jpeg.length,
                halved,
                Medians.of(exact),
                Medians.of(reduced),
                Medians.of(turbo),
                Medians.of(ratios),
                difference.most(),
                difference.mean());
    }

    private PixelValues pixels(ImageDecoder decoder, byte[] jpeg) {
        return processor.process(decoder.decode(jpeg, processor::resized).image());
    }

    private static double millis(Runnable work) {
        var thread = ManagementFactory.getThreadMXBean();
        var before = thread.getCurrentThreadCpuTime();
        work.run();
        return (thread.getCurrentThreadCpuTime() - before) / 1e6;
    }

    private record Difference(double most, double mean) {
        static Difference of(PixelValues some, PixelValues others) {
            var left = some.values();
            var right = others.values();
            var count = left.remaining();
            var most = 0.0;
            var sum = 0.0;
            while (left.hasRemaining()) {
                var difference = Math.abs(left.get() - right.get());
                most = Math.max(most, difference);
                sum += difference;
            }
            return new Difference(most, sum / count);
        }
    }
}
