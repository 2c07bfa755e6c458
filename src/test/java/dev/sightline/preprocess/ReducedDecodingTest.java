package dev.sightline.preprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.sightline.bench.LargePhoto;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code decode=reduced} gives nearly the numbers of the exact way, out of far fewer pixels. */
class ReducedDecodingTest {
    private static final double MAX_DIFFERENCE = 0.08;
    private static final double MEAN_DIFFERENCE = 0.003;
    private static final int HEAVY_NOISE = 20;
    private static final List<LargePhoto.Kind> SOME =
            List.of(LargePhoto.Kind.BASELINE_420, LargePhoto.Kind.PROGRESSIVE_444);
    private static final List<LargePhoto.Kind> OTHERS =
            List.of(LargePhoto.Kind.BASELINE_444, LargePhoto.Kind.PROGRESSIVE_420);
    private static final long MAX_PIXELS = 64_000_000;
    private static final ImageDecoder EXACT = ImageDecoders.of(new TestConfig(MAX_PIXELS, false));
    private static final ImageDecoder REDUCED =
            ImageDecoders.of(new TestConfig(MAX_PIXELS, false, PreprocessConfig.Scale.REDUCED));

    @BeforeAll
    static void needsTurboJpeg() {
        assumeTrue(ImageDecoders.canReduce());
    }

    @Test
    void isNearlyExactOnACamerasPhoto() {
        assertNearlyExact("chelsea", LargePhoto.USUAL_NOISE, SOME, true);
    }

    @Tag("kit") // for the time that it takes
    @ParameterizedTest
    @ValueSource(strings = {"astronaut", "camera", "china", "coffee", "flower", "rocket"})
    void isNearlyExactOnEverySamplePhoto(String name) {
        assertNearlyExact(name, LargePhoto.USUAL_NOISE, SOME, true);
        assertNearlyExact(name, LargePhoto.USUAL_NOISE, OTHERS, true);
    }

    @Test
    void isInFullWhereNoiseOnBlackWouldMoveTheMean() {
        assertNearlyExact("flower", HEAVY_NOISE, SOME, false);
    }

    @Tag("kit") // for the time that it takes
    @ParameterizedTest
    @ValueSource(strings = {"astronaut", "camera", "chelsea", "china", "coffee", "flower", "rocket"})
    void isNearlyExactOnEverySamplePhotoUnderHeavyNoise(String name) {
        assertNearlyExact(name, HEAVY_NOISE, SOME, null);
        assertNearlyExact(name, HEAVY_NOISE, OTHERS, null);
        assertNearlyExact(name, 2 * HEAVY_NOISE, SOME, null);
        assertNearlyExact(name, 2 * HEAVY_NOISE, OTHERS, null);
    }

    /** @param halved whether half the size is expected; null where either will do */
    private static void assertNearlyExact(
            String name, int noise, List<LargePhoto.Kind> kinds, @Nullable Boolean halved) {
        // given
        var processor = processorOfTheDefaultModel();
        var photo = LargePhoto.of(
                EXACT.decode(read(home().resolve("src/main/photos/" + name + ".jpg")))
                        .pixels(),
                12e6,
                noise);
        for (var kind : kinds) {
            byte[] jpeg = LargePhoto.jpeg(photo, kind);

            // when
            var reduced = REDUCED.decode(jpeg, processor::resized);

            // then
            var size = reduced.pixels().size();
            var needed = processor.resized(photo.size());
            assertThat(reduced.image().whole()).isEqualTo(photo.size());
            if (halved != null) {
                assertThat(size.width() < photo.width()).isEqualTo(halved);
            }
            assertThat(size.width()).isGreaterThanOrEqualTo(4 * needed.width());
            assertThat(size.height()).isGreaterThanOrEqualTo(4 * needed.height());
            assertClose(
                    processor.process(reduced.image()),
                    processor.process(EXACT.decode(jpeg).image()),
                    MEAN_DIFFERENCE);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void standsUprightInEveryOrientation(int orientation) {
        // given
        var processor = ImageProcessors.of(
                JsonNodeFactory.instance
                        .objectNode()
                        .put("image_processor_type", "ViTImageProcessor")
                        .put("size", 4),
                JsonNodeFactory.instance.objectNode());
        byte[] jpeg = Resources.bytes("images/jpeg-exif" + orientation + ".jpg"); // of 48x37

        // when
        var reduced = REDUCED.decode(jpeg, processor::resized);

        // then
        var exact = EXACT.decode(jpeg);
        assertThat(reduced.pixels().size()).isNotEqualTo(exact.pixels().size());
        assertThat(reduced.image().whole()).isEqualTo(exact.pixels().size());
        // sixteen pixels average little
        assertClose(processor.process(reduced.image()), processor.process(exact.image()), 2 * MEAN_DIFFERENCE);
    }

    @Test
    void leavesPicturesAloneThatAreNotMuchLargerThanNeeded() {
        // given
        byte[] jpeg = Resources.bytes("images/jpeg-420.jpg");

        // when
        var decoded = REDUCED.decode(jpeg, size -> new ImageSize(16, 16));

        // then
        assertThat(decoded).isEqualTo(EXACT.decode(jpeg));
    }

    @ParameterizedTest
    @ValueSource(strings = {"jpeg-cmyk.jpg", "png-rgba.png", "webp-lossy.webp"})
    void decodesInFullWhatCannotBeReduced(String name) {
        // given
        byte[] file = Resources.bytes("images/" + name);

        // when
        var decoded = REDUCED.decode(file, size -> new ImageSize(1, 1));

        // then
        assertThat(decoded).isEqualTo(EXACT.decode(file));
    }

    /** Processor time, so that a busy machine does not matter; the minimum of several runs on either side. */
    @Tag("kit") // for the time that it takes
    @Test
    void takesLittleMoreThanTheDecoderItselfAtTheSameScale() throws IOException {
        // given
        var processor = processorOfTheDefaultModel();
        var photo =
                EXACT.decode(read(home().resolve("src/main/photos/coffee.jpg"))).pixels();
        byte[] jpeg = LargePhoto.jpeg(LargePhoto.of(photo, 12e6, LargePhoto.USUAL_NOISE), LargePhoto.Kind.BASELINE_420);
        var frame = JpegFile.parse(jpeg).frame();
        var stored = new ImageSize(frame.width(), frame.height());
        var library = new ReducedJpegDecoder(TurboJpeg.load().orElseThrow());

        // when
        double decoder = processorTime(() -> library.decode(jpeg, stored).orElseThrow());
        double all = processorTime(
                () -> processor.process(REDUCED.decode(jpeg, processor::resized).image()));

        // then
        assertThat(all / decoder).isLessThanOrEqualTo(1.6);
    }

    private static double processorTime(Supplier<?> work) {
        var threads = ManagementFactory.getThreadMXBean();
        double least = Double.MAX_VALUE;
        for (int run = 0; run < 12; run++) {
            long before = threads.getCurrentThreadCpuTime();
            assertThat(work.get()).isNotNull();
            least = Math.min(least, (double) (threads.getCurrentThreadCpuTime() - before));
        }
        return least;
    }

    @Test
    void hasAHashOfItsOwn() {
        // given
        var processor = processorOfTheDefaultModel();

        // when
        var exact = new Preprocessor(EXACT, processor, PreprocessConfig.Scale.EXACT);
        var reduced = new Preprocessor(REDUCED, processor, PreprocessConfig.Scale.REDUCED);

        // then
        assertThat(reduced.hash()).isNotEqualTo(exact.hash());
    }

    private static void assertClose(PixelValues some, PixelValues exact, double mean) {
        assertThat(some.shape()).isEqualTo(exact.shape());
        var values = some.values();
        var expected = exact.values();
        double sum = 0;
        double max = 0;
        int count = expected.remaining();
        while (expected.hasRemaining()) {
            double difference = Math.abs(values.get() - expected.get());
            sum += difference;
            max = Math.max(max, difference);
        }
        assertThat(max).isLessThanOrEqualTo(MAX_DIFFERENCE);
        assertThat(sum / count).isLessThanOrEqualTo(mean);
    }

    private static ImageProcessor processorOfTheDefaultModel() {
        try {
            return ImageProcessors.of(home().resolve("src/main/model"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path home() {
        return Path.of(System.getProperty("sightline.home", "."));
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
