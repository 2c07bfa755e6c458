package dev.sightline.fetch;

import dev.sightline.storage.S3Settings;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Where images may come from, and how large and slow they may be. */
@ConfigMapping(prefix = "sightline.fetch")
public interface FetchConfig {
    /** Folders below which {@code file:} images may be read; every file there can be named by whoever writes requests. */
    Optional<List<Path>> fileRoots();

    /** Most bytes of one image; a larger one fails as {@code image_too_large}. */
    @WithDefault("67108864")
    long maxBytes();

    /** Most bytes of a {@code data:} image once decoded. */
    @WithDefault("524288")
    int maxDataBytes();

    /** Longest time for one image, redirects included; then it fails as {@code fetch_timeout} and is tried again. */
    @WithDefault("PT30S")
    Duration timeout();

    /** The web. */
    Http http();

    /** Buckets. */
    S3 s3();

    /** What may be reached on the web. */
    interface Http {
        /** The ports that may be asked. */
        @WithDefault("80,443")
        Set<Integer> ports();

        /** Networks that may be asked although they are not public, such as {@code 10.1.0.0/16}: strangers reach them too. */
        Optional<List<String>> networks();

        /** How many redirects are followed. */
        @WithDefault("5")
        int maxRedirects();
    }

    /** What may be reached in S3. */
    interface S3 {
        /** The buckets that {@code s3:} images may come from. */
        Optional<Set<String>> buckets();
    }

    /** These choices as a value. */
    default FetchSettings settings(S3Settings s3) {
        var networks =
                http().networks().orElse(List.of()).stream().map(Network::parse).toList();
        return new FetchSettings(
                fileRoots().orElse(List.of()),
                maxBytes(),
                maxDataBytes(),
                timeout(),
                new HttpSettings(new GuardSettings(http().ports(), networks), http().maxRedirects()),
                new BucketSettings(s3().buckets().orElse(Set.of()), s3));
    }
}
