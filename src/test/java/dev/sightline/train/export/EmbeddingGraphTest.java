package dev.sightline.train.export;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddingGraphTest {
    private static final int ROWS = 50;
    private static final int COLUMNS = 96;
    private static final long[] IDS = {3, 49, 0, 3, 17, 8};

    @TempDir
    Path folder;

    private final Matrix table = noise();

    @Test
    void looksUpTheVeryRowsIn32Bits() throws IOException, OrtException {
        EmbeddingGraph.writeFull(folder.resolve("full.onnx"), table);

        assertThat(lookedUp("full.onnx")).containsExactly(rows(table));
    }

    @Test
    void looksUpRowsIn8BitsThatAreNear() throws IOException, OrtException {
        EmbeddingGraph.writeBytes(folder.resolve("q8.onnx"), table);

        assertThat(lookedUp("q8.onnx")).containsExactly(rows(table), Offset.offset(largest() / 127 / 2 + 1e-6f));
    }

    private float[] lookedUp(String file) throws OrtException {
        return new OnnxRun()
                .longs("input_ids", IDS, 2, 3)
                .of(folder.resolve(file))
                .get("inputs_embeds");
    }

    private static float[] rows(Matrix table) {
        float[] rows = new float[IDS.length * COLUMNS];
        for (int i = 0; i < IDS.length; i++) {
            System.arraycopy(table.values(), (int) IDS[i] * COLUMNS, rows, i * COLUMNS, COLUMNS);
        }
        return rows;
    }

    private float largest() {
        float largest = 0;
        for (float value : table.values()) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }

    private static Matrix noise() {
        Random random = new Random(2);
        float[] values = new float[ROWS * COLUMNS];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return new Matrix(ROWS, COLUMNS, values);
    }
}
