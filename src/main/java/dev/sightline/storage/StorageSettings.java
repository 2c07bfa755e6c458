package dev.sightline.storage;

import java.net.URI;
import java.nio.file.Path;

/**
 * Where images are kept and how much; {@code sightline.storage.*}.
 *
 * @param uri           a folder, as a path or a {@code file:} address and made when missing, or {@code s3://bucket/prefix}
 * @param maxImageBytes most bytes of one image
 * @param maxBytes      most bytes of all images and thumbnails together; the default sets no limit
 * @param s3            how to reach S3, where that is the place
 */
public record StorageSettings(String uri, long maxImageBytes, long maxBytes, S3Settings s3) {
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

    /** A store at this place with the default limits, S3 reached as AWS's tools do. */
    public static StorageSettings at(String uri) {
        return new StorageSettings(uri, DEFAULT_MAX_IMAGE_BYTES, Long.MAX_VALUE, S3Settings.fromEnvironment());
    }

    /** A store in this folder with the default limits. */
    public static StorageSettings inFolder(Path folder) {
        return at(folder.toString());
    }

    /** These settings with other limits. */
    public StorageSettings withLimits(long imageBytes, long bytes) {
        return new StorageSettings(uri, imageBytes, bytes, s3);
    }

    /** These settings with S3 reached in another way. */
    public StorageSettings withS3(S3Settings access) {
        return new StorageSettings(uri, maxImageBytes, maxBytes, access);
    }

    /** Whether processes on other machines reach this store too. */
    public boolean shared() {
        return S3Location.isOne(uri);
    }

    /** The folder, where the store is one. */
    Path folder() {
        return uri.startsWith("file:") ? Path.of(URI.create(uri)) : Path.of(uri);
    }

    /** The store of a pipeline that keeps its data below this folder. */
    public static StorageSettings below(Path data) {
        return inFolder(data.resolve("images"));
    }
}
