package dev.sightline.index;

import static dev.sightline.index.Entries.captioned;
import static dev.sightline.index.Entries.ids;
import static dev.sightline.index.Entries.placed;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VectorCodecTest {
    private static final int IMAGES = 3_000;
    private static final int DIMENSIONS = 32;
    private static final int NEAREST = 10;
    private static final int QUERIES = 50;

    private final Random random = new Random(20260301);

    @TempDir
    Path folder;

    @Test
    void itsGraphsLeadToNearlyAllOfTheNearest() throws IOException {
        try (var index = ImageIndex.open(folder)) {
            // given
            var places = new ArrayList<float[]>();
            for (var image = 0; image < IMAGES; image++) {
                places.add(direction());
                index.apply(captioned("" + image, "x"));
                index.apply(placed("" + image, "r", places.get(image)));
            }
            index.refresh();

            // when
            var found = 0L;
            for (var query = 0; query < QUERIES; query++) {
                var from = direction();
                var exact = nearest(places, from);
                var search = SearchQuery.words("", NEAREST).near(QueryVector.of("r", from));
                found += ids(index.search(search)).stream()
                        .filter(exact::contains)
                        .count();
            }

            // then
            assertThat(found / (double) (QUERIES * NEAREST)).isGreaterThan(0.97);
        }
    }

    private float[] direction() {
        var numbers = new float[DIMENSIONS];
        for (var i = 0; i < DIMENSIONS; i++) {
            numbers[i] = (float) random.nextGaussian();
        }
        return numbers;
    }

    private static List<String> nearest(List<float[]> places, float[] from) {
        return IntStream.range(0, places.size())
                .boxed()
                .sorted(Comparator.comparingDouble(image -> -cosine(places.get(image), from)))
                .limit(NEAREST)
                .map(String::valueOf)
                .toList();
    }

    // but for the length of the one asked from, which changes no order
    private static double cosine(float[] place, float[] from) {
        var product = 0.0;
        var squares = 0.0;
        for (var i = 0; i < place.length; i++) {
            product += (double) place[i] * from[i];
            squares += (double) place[i] * place[i];
        }
        return product / Math.sqrt(squares);
    }
}
