package dev.sightline.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpyFileTest {
    /** {@code numpy.save} of {@code numpy.array([[1.5, -2], [0, 3]], "<f4")}. */
    private static final String NUMPY =
            "934e554d5059010076007b276465736372273a20273c6634272c2027666f727472616e5f6f726465"
                    + "72273a2046616c73652c20277368617065273a2028322c2032292c207d"
                    + "20".repeat(58)
                    + "0a"
                    + "0000c03f000000c00000000000004040";

    @TempDir
    private Path folder;

    @Test
    void writesTheBytesThatNumpyWrites() throws IOException {
        var file = Files.createFile(folder.resolve("a.npy"));

        NpyFile.write(file, List.of(floats(1.5F, -2), floats(0, 3)), 2);

        assertThat(HexFormat.of().formatHex(Files.readAllBytes(file))).isEqualTo(NUMPY);
    }

    private static FloatBuffer floats(float... values) {
        return FloatBuffer.wrap(values);
    }
}
