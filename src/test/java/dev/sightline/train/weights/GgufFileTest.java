package dev.sightline.train.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sightline.model.graph.HalfFloat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GgufFileTest {
    @TempDir
    Path folder;

    private final ByteBuffer out = ByteBuffer.allocate(4096).order(ByteOrder.LITTLE_ENDIAN);

    @Test
    void readsTheShapeAndUndoesThePairingOfQueryRows() throws IOException {
        // given one head of size 4: the file's rows 0, 1, 2, 3 are Hugging Face's 0, 2, 1, 3
        header(2);
        tensor("blk.0.attn_q.weight", 0, 0, 1, 4);
        tensor("blk.0.attn_v.weight", 0, 32, 1, 4);
        align();
        floats(10, 11, 12, 13);
        align();
        floats(10, 11, 12, 13);

        // when
        GgufFile file = GgufFile.open(written());

        // then
        assertThat(file.config()).isEqualTo(new LlamaConfig(8, 4, 1, 1, 1, 4, 6, 1e-5f, 10000, true));
        assertThat(file.read("model.layers.0.self_attn.q_proj.weight").values()).containsExactly(10, 12, 11, 13);
        assertThat(file.read("model.layers.0.self_attn.v_proj.weight").values()).containsExactly(10, 11, 12, 13);
    }

    @Test
    void unpacksNibblesAndBytes() throws IOException {
        // given
        header(2);
        tensor("token_embd.weight", 3, 0, 32, 1);
        tensor("output_norm.weight", 8, 32, 32);
        align();
        out.putShort(HalfFloat.of(0.5f)).putShort(HalfFloat.of(-1));
        for (int i = 0; i < 16; i++) {
            out.put((byte) (i | ((15 - i) << 4)));
        }
        align();
        out.putShort(HalfFloat.of(0.25f));
        for (int i = 0; i < 32; i++) {
            out.put((byte) (i - 16));
        }

        // when
        GgufFile file = GgufFile.open(written());

        // then
        float[] nibbles = file.read("model.embed_tokens.weight").values();
        assertThat(nibbles[1]).isEqualTo(-0.5f);
        assertThat(nibbles[16]).isEqualTo(6.5f);
        assertThat(nibbles[31]).isEqualTo(-1f);
        assertThat(file.read("model.norm.weight").values())
                .startsWith(-4f, -3.75f)
                .endsWith(3.75f);
    }

    @Test
    void namesATypeItDoesNotRead() throws IOException {
        header(1);
        tensor("token_embd.weight", 12, 0, 256, 1);
        Path file = written();

        assertThatThrownBy(() -> GgufFile.open(file)).hasMessageContaining("type 12 is not read");
    }

    @Test
    void namesTheFileThatIsCutOffWhereverThatIs() throws IOException {
        // given
        header(1);
        tensor("output_norm.weight", 0, 0, 4);
        align();
        floats(1, 2, 3, 4);
        byte[] whole = Files.readAllBytes(written());

        for (int length = 4; length < whole.length; length += 3) {
            // when
            Path cut = Files.write(folder.resolve("cut.gguf"), Arrays.copyOf(whole, length));

            // then
            assertThatThrownBy(() -> GgufFile.open(cut))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("cut.gguf: it");
        }
    }

    @Test
    void refusesWhatItDoesNotCompute() throws IOException {
        header(1);
        tensor("rope_freqs.weight", 0, 0, 4);
        align();
        floats(1, 2, 3, 4);
        Path file = written();

        assertThatThrownBy(() -> GgufFile.open(file)).hasMessage("model.gguf: rope_freqs.weight is not computed");
    }

    private void header(int tensors) {
        out.put("GGUF".getBytes(StandardCharsets.US_ASCII))
                .putInt(3)
                .putLong(tensors)
                .putLong(9);
        string("general.architecture").putInt(8);
        string("llama");
        string("llama.rope.freq_base").putInt(6).putFloat(10000);
        string("llama.attention.layer_norm_rms_epsilon").putInt(6).putFloat(1e-5f);
        number("llama.vocab_size", 8);
        number("llama.embedding_length", 4);
        number("llama.block_count", 1);
        number("llama.attention.head_count", 1);
        number("llama.attention.head_count_kv", 1);
        number("llama.feed_forward_length", 6);
    }

    private void number(String key, int value) {
        string(key).putInt(4).putInt(value);
    }

    private void tensor(String name, int type, long offset, long... innermostFirst) {
        string(name).putInt(innermostFirst.length);
        for (long axis : innermostFirst) {
            out.putLong(axis);
        }
        out.putInt(type).putLong(offset);
    }

    private ByteBuffer string(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return out.putLong(bytes.length).put(bytes);
    }

    private void floats(float... values) {
        for (float value : values) {
            out.putFloat(value);
        }
    }

    private void align() {
        out.position((out.position() + 31) / 32 * 32);
    }

    private Path written() throws IOException {
        byte[] bytes = new byte[out.flip().remaining()];
        out.get(bytes);
        return Files.write(folder.resolve("model.gguf"), bytes);
    }
}
