package dev.sightline.streams;

import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.processor.StreamPartitioner;

/**
 * Where an image's records go, whoever sent them: murmur2 of the key. Senders on our topics may partition in their own
 * way (librdkafka's default is CRC32), so nothing but this decides which task merges an image.
 */
public final class ImagePartitioner implements StreamPartitioner<byte[], byte[]> {
    @Override
    public Optional<Set<Integer>> partitions(String topic, byte[] imageId, byte[] value, int partitions) {
        return Optional.of(Set.of(Utils.toPositive(Utils.murmur2(imageId)) % partitions));
    }
}
