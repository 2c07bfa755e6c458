package dev.sightline.index;

import dev.sightline.event.ImageEmbedded;
import dev.sightline.event.TextGenerated;
import dev.sightline.index.IndexChange.Documented;
import dev.sightline.index.IndexChange.Embedded;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/** Images to look for. */
final class Entries {
    static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private Entries() {}

    static Documented captioned(String imageId, String caption) {
        return documented(imageId, NOON, text("caption", caption));
    }

    static Documented documented(String imageId, Instant updatedAt, ImageEntry.Text... texts) {
        return new Documented(new ImageEntry(
                imageId, "s3://photos/" + imageId, imageId + ".jpg", "processed", updatedAt, List.of(texts)));
    }

    static ImageEntry.Text text(String task, String text) {
        return new ImageEntry.Text(task, "en", null, text, "sightline-small", "rev1");
    }

    static Embedded placed(String imageId, String revision, float... direction) {
        return placedAt(imageId, NOON, revision, direction);
    }

    static Embedded placedAt(String imageId, Instant at, String revision, float... direction) {
        return new Embedded(
                ImageEmbedded.of(imageId, "00", new TextGenerated.Model("towers", revision), direction), at);
    }

    static List<String> ids(SearchResults results) {
        return results.hits().stream().map(hit -> hit.image().imageId()).toList();
    }

    static List<String> marked(SearchResults results) {
        return results.hits().stream()
                .flatMap(hit -> hit.texts().stream())
                .map(text -> String.valueOf(text.marked()))
                .toList();
    }

    static float[] unit(float... direction) {
        var length = Math.sqrt(Arrays.equals(direction, new float[direction.length]) ? 1 : squares(direction));
        var unit = direction.clone();
        for (var i = 0; i < unit.length; i++) {
            unit[i] /= (float) length;
        }
        return unit;
    }

    private static double squares(float[] numbers) {
        var sum = 0.0;
        for (var number : numbers) {
            sum += number * number;
        }
        return sum;
    }
}
