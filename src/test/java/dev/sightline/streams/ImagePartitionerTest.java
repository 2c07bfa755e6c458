package dev.sightline.streams;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImagePartitionerTest {
    /** The hashes are those that Kafka's clients in other languages test themselves by. */
    @ParameterizedTest
    @CsvSource({"21, -973932308", "foobar, -790332482", "a-little-bit-long-string, -985981536"})
    void sendsAnImageWhereKafkasOwnPartitionerDoesWhateverItsSenderHadChosen(String imageId, int murmur2) {
        var partitions = new ImagePartitioner().partitions("any", imageId.getBytes(UTF_8), new byte[0], 12);

        assertThat(partitions).contains(Set.of((murmur2 & 0x7fffffff) % 12));
    }
}
