package dev.sightline.storage;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.util.Optional;

/** How S3 is reached, for the store and for images from buckets; what is absent comes from where AWS's tools find it. */
@ConfigMapping(prefix = "sightline.s3")
public interface S3Config {
    /** Another server than AWS's own, such as {@code http://minio:9000}. */
    Optional<URI> endpoint();

    /** The buckets' region. */
    Optional<String> region();

    /** Puts the bucket into the path instead of the host's name, as most servers but AWS's want. */
    @WithDefault("false")
    boolean pathStyle();

    /** The access key's name; its secret must be given with it. */
    Optional<String> accessKeyId();

    /** The access key's secret. */
    Optional<String> secretAccessKey();

    /** These choices as a value. */
    default S3Settings settings() {
        if (accessKeyId().isPresent() != secretAccessKey().isPresent()) {
            throw new IllegalArgumentException(
                    "sightline.s3.access-key-id and sightline.s3.secret-access-key are given together or not at all");
        }
        var credentials = accessKeyId()
                .map(id -> new S3Settings.Credentials(id, secretAccessKey().orElseThrow()))
                .orElse(null);
        return new S3Settings(endpoint().orElse(null), region().orElse(null), pathStyle(), credentials);
    }
}
