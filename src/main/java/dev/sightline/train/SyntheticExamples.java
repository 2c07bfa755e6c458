package dev.sightline.train;

import dev.sightline.train.data.CaptionedImages;
import dev.sightline.train.data.Conversation;
import dev.sightline.train.data.PatchSource;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Captioned images that are as long and as large as real ones and mean nothing; the same for the same seed. */
final class SyntheticExamples {
    private static final int CAPTIONS = 5;
    private static final String[] WORDS = {
        "a",
        "brown",
        "dog",
        "runs",
        "through",
        "the",
        "green",
        "grass",
        "with",
        "two",
        "children",
        "in",
        "red",
        "shirts"
    };

    private SyntheticExamples() {}

    static Examples of(int images, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Stream<Conversation> captions = IntStream.range(0, images * CAPTIONS)
                .mapToObj(i -> Conversation.about("" + i, "" + i / CAPTIONS, "Describe this photo.", caption(random)));
        return new Examples(CaptionedImages.of(captions), new Noise(64, 1280, noise(64 * 1280 + images, random)));
    }

    private static String caption(SplittableRandom random) {
        return random.ints(random.nextInt(7, 16), 0, WORDS.length)
                .mapToObj(i -> WORDS[i])
                .collect(Collectors.joining(" ", "", "."));
    }

    private static float[] noise(int count, SplittableRandom random) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextDouble(-0.5, 1); // near a stem's mean and spread
        }
        return values;
    }

    @SuppressWarnings("ArrayRecordComponent") // made once, never compared
    private record Noise(int patches, int width, float[] values) implements PatchSource {
        @Override
        public int views() {
            return 1;
        }

        @Override
        public void read(String image, int view, float[] out, int at) {
            System.arraycopy(values, Integer.parseInt(image), out, at, patches * width);
        }
    }
}
