package dev.sightline.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.train.data.CaptionedImages;
import dev.sightline.train.data.Conversation;
import dev.sightline.train.data.PatchSource;
import dev.sightline.train.nn.Architecture;
import dev.sightline.train.weights.LlamaConfig;
import dev.sightline.train.weights.PretrainedLlm;
import dev.sightline.train.weights.WeightSource;
import dev.sightline.train.weights.WeightTensor;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RunDescriptionTest {
    /** The options are compared across processes, so each must be spelled alike in all of them. */
    @Test
    void spellsTheOptionsAlikeInEveryProcess() throws IOException {
        // given
        var shape = Architecture.of(64, 3072);
        var said = CaptionedImages.of(Stream.of(Conversation.about("1", "a.jpg", "What?", "A cat.")));
        var llm = new PretrainedLlm(new LlamaConfig(8, 4, 1, 1, 1, 4, 6, 1e-5f, 1e4, true), new OneTensor());
        var run = new RunSettings(Path.of("out"), new CosineSchedule(20, 2, 0.1), 5, 10, Duration.ZERO, 1, 0.01, false);

        // when
        var options = RunDescription.of(
                        "align", shape, new AlignSettings(8, 4, 1e-3, 1), run, new Examples(said, new NoPatches()), llm)
                .options();

        // then
        var spelled = new LinkedHashMap<String, String>();
        spelled.put("stage", "align");
        spelled.put("batch", "8");
        spelled.put("part", "4");
        spelled.put("rate", "0.001");
        spelled.put("seed", "1");
        spelled.put("steps", "20");
        spelled.put("rise", "2");
        spelled.put("lowest", "0.1");
        spelled.put("clip", "1.0");
        spelled.put("decay", "0.01");
        spelled.put("views", "2");
        spelled.put("data", "1 images of hash 924ea632");
        spelled.put("language model", "of hash 3f80001f");
        spelled.put(
                "architecture",
                "Architecture[patches=64, patchWidth=3072, width=384, heads=6, depth=2, mlpWidth=768, projector=1152, "
                        + "textLength=48, space=256, rank=16, alpha=32.0]");
        assertThat(options).isEqualTo(spelled);
    }

    private static final class OneTensor implements WeightSource {
        @Override
        public Set<String> names() {
            return Set.of("model.norm.weight");
        }

        @Override
        public WeightTensor read(String name) {
            return new WeightTensor(new long[] {1}, new float[] {1});
        }
    }

    private static final class NoPatches implements PatchSource {
        @Override
        public int patches() {
            return 64;
        }

        @Override
        public int width() {
            return 3072;
        }

        @Override
        public int views() {
            return 2;
        }

        @Override
        public void read(String image, int view, float[] out, int at) {
            throw new AssertionError("no pixel decides about a run");
        }
    }
}
