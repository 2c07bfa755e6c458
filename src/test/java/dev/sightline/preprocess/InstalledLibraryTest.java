package dev.sightline.preprocess;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.pipeline.ChildProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstalledLibraryTest {
    @Test
    void isNoneUnderNamesThatTheMachineDoesNotKnow() {
        assertThat(InstalledLibrary.find(TurboJpeg.class, "no-such-library", "nor-this-one"))
                .isEmpty();
    }

    @Test
    void picturesAreReadWhereNoNativeCodeCanBeReached(@TempDir Path folder) throws InterruptedException {
        // given: a process whose bridge to native code cannot be unpacked, as where programs must not run from /tmp
        var properties = Map.of("jna.nosys", "true", "jna.nounpack", "true");

        try (var process = ChildProcess.start(WithoutNativeCode.class, folder.resolve("log"), properties)) {
            assertThat(process.awaitExit()).isZero();
        }
    }

    /** Ends with 0 where it read a photo without any library. */
    static final class WithoutNativeCode {
        private WithoutNativeCode() {}

        public static void main(String... args) throws IOException {
            var home = Path.of(System.getProperty("sightline.home", "."));
            var photo = Files.readAllBytes(home.resolve("src/main/photos/coffee.jpg"));
            var image = ImageDecoders.of(PreprocessConfig.of(PreprocessConfig.Scale.REDUCED))
                    .decode(photo);
            if (ImageDecoders.canReduce()
                    || ImageDecoders.fallbacks() != 1
                    || image.pixels().width() < 1) {
                throw new IllegalStateException("a library was found, or its absence was not counted");
            }
        }
    }
}
