package dev.sightline.index;

import dev.sightline.event.ImageEmbedded;
import dev.sightline.event.TextGenerated;
import dev.sightline.index.IndexChange.Documented;
import dev.sightline.index.IndexChange.Embedded;
import java.time.Instant;
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
        return new Embedded(ImageEmbedded.of(imageId, "00", new TextGenerated.Model("towers", revision), direction));
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
}
