package dev.sightline.train.nn;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.sightline.train.TorchEngine;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("train")
class GreedyWriterTest {
    private static final int[] PROMPT = {1, 3, 3, 3, 3, 9, 5};

    @Test
    void writesWithItsCacheWhatTheWholeSequenceGivesAnew() throws IOException {
        try (NDManager manager = TorchEngine.manager()) {
            // given
            TinyModel tiny = new TinyModel(manager);
            NDArray images = tiny.model.imageTokens(tiny.pictures(manager, 3));

            // when
            List<List<Integer>> written = new GreedyWriter(tiny.model, TinyModel.IMAGE_ID, 2).write(images, PROMPT, 6);

            // then
            for (int row = 0; row < 3; row++) {
                NDArray image = images.get(row + ":" + (row + 1));
                assertThat(written.get(row)).isEqualTo(withoutCache(tiny, manager, image));
            }
            assertThat(written.get(0)).isNotEqualTo(written.get(1));
        }
    }

    private static List<Integer> withoutCache(TinyModel tiny, NDManager manager, NDArray image) {
        List<Integer> written = new ArrayList<>();
        int[] sofar = PROMPT;
        while (written.size() < 6) {
            TokenTree tree = new TokenTree();
            tree.add(Arrays.copyOf(sofar, sofar.length + 1), TinyModel.marks(sofar.length + 1, sofar.length));
            AnswerBatch batch = AnswerBatch.pack(manager, List.of(tree), TinyModel.IMAGE_ID, TinyModel.IMAGE_TOKENS);
            NDArray x = tiny.model.splice(batch, image);
            NDArray hidden = tiny.model.decoder().hidden(x, batch.positions(), batch.mask(), null);
            float[] logits = tiny.model.decoder().logits(hidden.get(":, -1")).toFloatArray();
            int next = IntStream.range(0, logits.length)
                    .reduce((a, b) -> logits[b] > logits[a] ? b : a)
                    .orElseThrow();
            if (next == 2) {
                break;
            }
            written.add(next);
            sofar = Arrays.copyOf(sofar, sofar.length + 1);
            sofar[sofar.length - 1] = next;
        }
        return written;
    }
}
