package dev.sightline.preprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.sun.management.ThreadMXBean;
import dev.sightline.failure.CaptionException;
import dev.sightline.failure.FailureCode;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The law of the decoder: any bytes give a picture or a failure of the image's own, in bounded memory and time. */
class AnyBytesTest {
    private static final long SEED = 20260726;
    private static final int VARIANTS = 150;
    private static final int MAX_PIXELS = 1_000_000;
    private static final long MAX_ALLOCATED = 48L * MAX_PIXELS;
    private static final Duration MAX_TIME = Duration.ofSeconds(10);
    private static final Set<FailureCode> OF_THE_IMAGE = Set.of(
            FailureCode.IMAGE_EMPTY,
            FailureCode.IMAGE_UNSUPPORTED_TYPE,
            FailureCode.IMAGE_UNDECODABLE,
            FailureCode.IMAGE_TOO_MANY_PIXELS);

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final ImageDecoder DECODER = ImageDecoders.of(new TestConfig(MAX_PIXELS, true));
    private static final ImageDecoder REDUCED =
            ImageDecoders.of(new TestConfig(MAX_PIXELS, false, PreprocessConfig.Scale.REDUCED));

    static Stream<String> files() {
        return Resources.json("formats.json").properties().stream().map(Map.Entry::getKey);
    }

    @ParameterizedTest
    @MethodSource("files")
    void brokenFilesGiveAPictureOrAFailure(String name) {
        // given
        byte[] whole = Resources.bytes("images/" + name);
        var random = new SplittableRandom(SEED + name.hashCode());

        for (int variant = 0; variant < VARIANTS; variant++) {
            // when
            byte[] broken = Mutations.of(whole, random);

            // then
            assertHolds(() -> DECODER.decode(broken), name + " variant " + variant);
            if (name.endsWith(".jpg")) {
                assertHolds(() -> REDUCED.decode(broken, size -> new ImageSize(1, 1)), name + " reduced " + variant);
            }
        }
    }

    @Test
    void randomBytesBehindEveryMagicGiveAPictureOrAFailure() {
        // given
        var random = new SplittableRandom(SEED);

        for (var name : files().toList()) {
            for (int variant = 0; variant < 20; variant++) {
                byte[] magic = Resources.bytes("images/" + name);
                var bytes = new byte[random.nextInt(1, 2_000)];
                random.nextBytes(bytes);
                System.arraycopy(magic, 0, bytes, 0, Math.min(bytes.length, random.nextInt(0, 64)));

                // when, then
                assertHolds(() -> DECODER.decode(bytes), name + " random " + variant);
            }
        }
    }

    private static void assertHolds(Supplier<DecodedImage> decoding, String what) {
        long begin = System.nanoTime();
        long before = THREADS.getCurrentThreadAllocatedBytes();
        try {
            var decoded = decoding.get();
            assertThat(decoded.pixels().size().pixels()).isLessThanOrEqualTo(MAX_PIXELS);
        } catch (CaptionException e) {
            assertThat(OF_THE_IMAGE).as(what).contains(e.failure().code());
        } catch (RuntimeException | Error e) {
            fail(what + " gave neither a picture nor a failure", e);
        }
        long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
        assertThat(allocated).as("bytes allocated for %s", what).isLessThan(MAX_ALLOCATED);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).as(what).isLessThan(MAX_TIME);
    }
}
