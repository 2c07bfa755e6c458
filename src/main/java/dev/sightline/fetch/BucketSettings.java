package dev.sightline.fetch;

import dev.sightline.storage.S3Settings;
import java.util.Set;

/**
 * What may be fetched from S3.
 *
 * @param buckets the buckets that images may come from; none by default
 * @param s3      how to reach them
 */
public record BucketSettings(Set<String> buckets, S3Settings s3) {
    public BucketSettings {
        buckets = Set.copyOf(buckets);
    }

    /** No bucket. */
    public static BucketSettings none() {
        return new BucketSettings(Set.of(), S3Settings.fromEnvironment());
    }
}
