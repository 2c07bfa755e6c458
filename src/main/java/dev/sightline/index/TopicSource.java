package dev.sightline.index;

import java.util.List;
import org.apache.kafka.common.TopicPartition;

/**
 * What an index is made of.
 *
 * @param identity   names these very topics: another cluster's, or ones made anew under the same names, have another
 * @param partitions all of theirs
 */
record TopicSource(String identity, List<TopicPartition> partitions) {
    TopicSource {
        partitions = List.copyOf(partitions);
    }
}
