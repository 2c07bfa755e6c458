package dev.sightline.storage;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.OptionalLong;

/** Where images are kept, and how much. */
@ConfigMapping(prefix = "sightline.storage")
public interface StorageConfig {
    /** A folder, or {@code s3://bucket/prefix} where roles run apart: all roles must reach the same place. */
    @WithDefault("${sightline.data:data}/images")
    String uri();

    /** Most bytes of one image; larger ones are refused when they are uploaded or submitted. */
    @WithDefault("67108864")
    long maxImageBytes();

    /** Most bytes of all images and thumbnails together; beyond it uploads are refused until images are deleted. */
    OptionalLong maxBytes();

    /** Whether a small picture of each captioned image is kept, also of images from elsewhere; galleries show them. */
    @WithDefault("true")
    boolean thumbnails();

    /** These choices as a value. */
    default StorageSettings settings(S3Settings s3) {
        return new StorageSettings(uri(), maxImageBytes(), maxBytes().orElse(Long.MAX_VALUE), s3);
    }
}
