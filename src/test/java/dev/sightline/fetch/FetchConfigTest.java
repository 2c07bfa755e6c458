package dev.sightline.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sightline.storage.S3Config;
import dev.sightline.storage.S3Settings;
import dev.sightline.storage.StorageConfig;
import dev.sightline.storage.StorageSettings;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FetchConfigTest {
    @Test
    void defaultsToTheDefaultsOfTheSteps() {
        var config = config(Map.of());
        var s3 = config.getConfigMapping(S3Config.class).settings();

        assertThat(s3).isEqualTo(S3Settings.fromEnvironment());
        assertThat(config.getConfigMapping(FetchConfig.class).settings(s3)).isEqualTo(FetchSettings.defaults());
        assertThat(config.getConfigMapping(StorageConfig.class).settings(s3))
                .isEqualTo(StorageSettings.inFolder(Path.of("data/images")));
    }

    @Test
    void readsWhatAnOperatorSets() {
        var config = config(Map.of(
                "sightline.fetch.file-roots", "/srv/photos,/srv/more",
                "sightline.fetch.timeout", "PT5S",
                "sightline.fetch.http.ports", "443,8443",
                "sightline.fetch.http.networks", "10.1.0.0/16",
                "sightline.fetch.s3.buckets", "photos,more",
                "sightline.s3.endpoint", "http://minio:9000",
                "sightline.s3.path-style", "true",
                "sightline.storage.uri", "s3://store/images",
                "sightline.storage.max-bytes", "1000000"));
        var s3 = config.getConfigMapping(S3Config.class).settings();
        var fetch = config.getConfigMapping(FetchConfig.class).settings(s3);

        assertThat(fetch.fileRoots()).isEqualTo(List.of(Path.of("/srv/photos"), Path.of("/srv/more")));
        assertThat(fetch.timeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(fetch.http().guard())
                .isEqualTo(new GuardSettings(Set.of(443, 8443), List.of(Network.parse("10.1.0.0/16"))));
        assertThat(fetch.buckets().buckets()).containsExactlyInAnyOrder("photos", "more");
        assertThat(fetch.buckets().s3()).isEqualTo(new S3Settings(URI.create("http://minio:9000"), null, true, null));
        assertThat(config.getConfigMapping(StorageConfig.class).settings(s3))
                .isEqualTo(StorageSettings.at("s3://store/images")
                        .withLimits(StorageSettings.DEFAULT_MAX_IMAGE_BYTES, 1_000_000)
                        .withS3(s3));
    }

    @Test
    void refusesHalfAnAccessKeyAndANetworkThatIsNone() {
        var half = config(Map.of("sightline.s3.access-key-id", "id")).getConfigMapping(S3Config.class);
        var wrong = config(Map.of("sightline.fetch.http.networks", "intranet")).getConfigMapping(FetchConfig.class);

        assertThatThrownBy(half::settings).hasMessageContaining("given together");
        assertThatThrownBy(() -> wrong.settings(S3Settings.fromEnvironment()))
                .hasMessageContaining("not an IP network: intranet");
    }

    private static SmallRyeConfig config(Map<String, String> properties) {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withMapping(FetchConfig.class)
                .withMapping(StorageConfig.class)
                .withMapping(S3Config.class)
                .withSources(new PropertiesConfigSource(properties, "test", 100))
                .build();
    }
}
