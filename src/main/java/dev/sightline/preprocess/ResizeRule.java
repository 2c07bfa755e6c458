package dev.sightline.preprocess;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.JsonNode;

/** The {@code size} entry of a recipe: to which size a picture is resized. */
@JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME)
sealed interface ResizeRule {
    /** The size that a picture of this size gets. */
    ImageSize apply(ImageSize image);

    /** The picture stays as it is. */
    record Unchanged() implements ResizeRule {
        @Override
        public ImageSize apply(ImageSize image) {
            return image;
        }
    }

    /** Every picture gets the same size; its aspect is ignored. */
    record Fixed(int width, int height) implements ResizeRule {
        public Fixed {
            requireEdge(Math.min(width, height));
        }

        @Override
        public ImageSize apply(ImageSize image) {
            return new ImageSize(width, height);
        }
    }

    /** The shorter edge gets this length, the other follows. */
    record ShortestEdge(int length) implements ResizeRule {
        public ShortestEdge {
            requireEdge(length);
        }

        @Override
        public ImageSize apply(ImageSize image) {
            boolean portrait = image.width() <= image.height();
            int shorter = portrait ? image.width() : image.height();
            int longer = portrait ? image.height() : image.width();
            int other = Math.max(1, (int) ((double) ((long) length * longer) / shorter));
            return portrait ? new ImageSize(length, other) : new ImageSize(other, length);
        }
    }

    /**
     * Reads {@code do_resize} and {@code size}.
     *
     * @param otherwise  where there is no size
     * @param wholeIsFixed whether a mere number is the length of all edges (ViT), or that of the shorter one (CLIP)
     */
    static ResizeRule of(JsonNode config, ResizeRule otherwise, boolean wholeIsFixed) {
        if (!config.path("do_resize").asBoolean(true)) {
            return new Unchanged();
        }
        var size = config.path("size");
        if (size.isInt()) {
            return wholeIsFixed ? new Fixed(size.intValue(), size.intValue()) : new ShortestEdge(size.intValue());
        }
        if (size.hasNonNull("height") && size.hasNonNull("width")) {
            return new Fixed(size.get("width").intValue(), size.get("height").intValue());
        }
        if (size.hasNonNull("shortest_edge") && !size.hasNonNull("longest_edge")) {
            return new ShortestEdge(size.get("shortest_edge").intValue());
        }
        if (size.isMissingNode() || size.isNull()) {
            return otherwise;
        }
        throw new IllegalArgumentException(
                "preprocessor_config.json: size " + size + " is neither height and width nor a shortest edge");
    }

    private static void requireEdge(int length) {
        if (length < 1) {
            throw new IllegalArgumentException("preprocessor_config.json: an edge of " + length + " pixels");
        }
    }
}
