package dev.sightline.storage;

import java.nio.file.Path;

/**
 * Where images are kept and how much; {@code sightline.storage.*}.
 *
 * @param folder        the folder, made when missing
 * @param maxImageBytes most bytes of one image
 * @param maxBytes      most bytes of all images and thumbnails together; the default sets no limit
 */
public record StorageSettings(Path folder, long maxImageBytes, long maxBytes) {
    /** As large an image as the store takes unless told otherwise. */
    public static final long DEFAULT_MAX_IMAGE_BYTES = 64L << 20;

    public StorageSettings {
        if (maxImageBytes < 1 || maxImageBytes > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException("max-image-bytes must be 1 to " + (Integer.MAX_VALUE - 8));
        }
        if (maxBytes < 1) {
            throw new IllegalArgumentException("max-bytes must be at least 1");
        }
    }

    /** A store in this folder with the default limits. */
    public static StorageSettings inFolder(Path folder) {
        return new StorageSettings(folder, DEFAULT_MAX_IMAGE_BYTES, Long.MAX_VALUE);
    }

    /** The store of a pipeline that keeps its data below this folder. */
    public static StorageSettings below(Path data) {
        return inFolder(data.resolve("images"));
    }
}
