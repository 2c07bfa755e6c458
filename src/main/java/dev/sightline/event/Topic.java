package dev.sightline.event;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import org.jspecify.annotations.Nullable;

/**
 * One of our topics: its name, how long it keeps records, and how large one may be. Keys are ids in UTF-8, values JSON.
 *
 * @param name            as on the cluster
 * @param retention       how long records are kept; null keeps the latest record of each key for ever
 * @param maxMessageBytes the largest record accepted
 */
public record Topic(String name, @Nullable Duration retention, int maxMessageBytes) {
    /** What a cluster needs to create this topic; replication is left to the cluster's size. */
    public NewTopic toNewTopic(int partitions) {
        var size = Integer.toString(maxMessageBytes);
        return new NewTopic(name, Optional.of(partitions), Optional.empty())
                .configs(
                        retention == null
                                ? Map.of(
                                        TopicConfig.CLEANUP_POLICY_CONFIG,
                                        TopicConfig.CLEANUP_POLICY_COMPACT,
                                        TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                                        size)
                                : Map.of(
                                        TopicConfig.CLEANUP_POLICY_CONFIG,
                                        TopicConfig.CLEANUP_POLICY_DELETE,
                                        TopicConfig.RETENTION_MS_CONFIG,
                                        Long.toString(retention.toMillis()),
                                        TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                                        size));
    }
}
