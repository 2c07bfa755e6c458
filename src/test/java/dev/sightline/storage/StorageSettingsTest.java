package dev.sightline.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StorageSettingsTest {
    @ParameterizedTest
    @CsvSource({
        "s3://bucket, bucket, a/b, a/b",
        "s3://bucket/, bucket, a/b, a/b",
        "s3://bucket/prefix, bucket, a/b, prefix/a/b",
        "s3://bucket//deep/prefix//, bucket, a/b, deep/prefix/a/b",
    })
    void readsAPlaceInS3(String uri, String bucket, String name, String key) {
        var place = S3Location.parse(uri);

        assertThat(place.bucket()).isEqualTo(bucket);
        assertThat(place.key(name)).isEqualTo(key);
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3://", "s3:///prefix", "s3://a", "s3://user@bucket/", "s3://buck et"})
    void refusesWhatIsNoPlaceInS3(String uri) {
        assertThatThrownBy(() -> S3Location.parse(uri)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void readsAFolderAsPathOrAddress() {
        assertThat(StorageSettings.at("/var/a b").folder()).isEqualTo(Path.of("/var/a b"));
        assertThat(StorageSettings.at("file:///var/a%20b").folder()).isEqualTo(Path.of("/var/a b"));
        assertThat(StorageSettings.at("/var/a b").shared()).isFalse();
        assertThat(StorageSettings.at("s3://bucket/prefix").shared()).isTrue();
    }

    @Test
    void printsNoSecret() {
        var settings = new S3Settings(null, null, false, new S3Settings.Credentials("id", "hush"));

        assertThat(StorageSettings.at("s3://bucket").withS3(settings).toString())
                .contains("id")
                .doesNotContain("hush");
    }
}
