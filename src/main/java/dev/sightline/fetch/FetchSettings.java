package dev.sightline.fetch;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What may be fetched, and within which limits; {@code sightline.fetch.*}.
 *
 * @param fileRoots    folders below which {@code file:} images may be; none by default
 * @param maxBytes     most bytes of one image
 * @param maxDataBytes most bytes of a {@code data:} image once decoded
 * @param timeout      longest time for one image, redirects included
 * @param http         what may be reached on the web
 * @param buckets      what may be reached in S3
 */
public record FetchSettings(
        List<Path> fileRoots,
        long maxBytes,
        int maxDataBytes,
        Duration timeout,
        HttpSettings http,
        BucketSettings buckets) {
    public FetchSettings {
        fileRoots = List.copyOf(fileRoots);
        if (maxBytes < 1 || maxBytes > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException("max-bytes must be 1 to " + (Integer.MAX_VALUE - 8));
        }
        if (maxDataBytes < 1) {
            throw new IllegalArgumentException("max-data-bytes must be at least 1");
        }
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("timeout must be longer than nothing");
        }
    }

    /** 64 MiB an image, 512 KiB of it within an address, 30 s; the public web; no files and no buckets. */
    public static FetchSettings defaults() {
        return new FetchSettings(
                List.of(),
                64L << 20,
                512 << 10,
                Duration.ofSeconds(30),
                HttpSettings.defaults(),
                BucketSettings.none());
    }

    /** These settings with files below the given folders. */
    public FetchSettings withFileRoots(List<Path> roots) {
        return new FetchSettings(roots, maxBytes, maxDataBytes, timeout, http, buckets);
    }

    /** These settings with other limits. */
    public FetchSettings withLimits(long bytes, int dataBytes, Duration time) {
        return new FetchSettings(fileRoots, bytes, dataBytes, time, http, buckets);
    }

    /** These settings with another reach on the web. */
    public FetchSettings withHttp(HttpSettings web) {
        return new FetchSettings(fileRoots, maxBytes, maxDataBytes, timeout, web, buckets);
    }

    /** These settings with images from S3. */
    public FetchSettings withBuckets(BucketSettings s3) {
        return new FetchSettings(fileRoots, maxBytes, maxDataBytes, timeout, http, s3);
    }
}
