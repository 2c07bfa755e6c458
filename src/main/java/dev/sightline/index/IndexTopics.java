package dev.sightline.index;

import dev.sightline.event.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The topics that an index is made of, on one cluster. */
public final class IndexTopics {
    private static final List<String> NAMES = List.of(Topics.DOCUMENTS, Topics.EMBEDDINGS);
    private static final int RECORDS_A_POLL = 2_000;

    private final Map<String, Object> kafka;

    /**
     * The topics on this cluster.
     *
     * @param kafka how clients reach it
     */
    public IndexTopics(Map<String, Object> kafka) {
        this.kafka = Map.copyOf(kafka);
    }

    /** What they are now. */
    TopicSource describe() {
        try (var admin = Admin.create(kafka)) {
            var identity = new StringJoiner("/")
                    .add(admin.describeCluster().clusterId().get());
            var topics = admin.describeTopics(NAMES).allTopicNames().get();
            var partitions = new ArrayList<TopicPartition>();
            for (var name : NAMES) {
                var topic = topics.get(name);
                identity.add(topic.topicId().toString());
                topic.partitions().forEach(info -> partitions.add(new TopicPartition(name, info.partition())));
            }
            return new TopicSource(identity.toString(), partitions);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException cause ? cause : new KafkaException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted while describing the topics", e);
        }
    }

    /** A consumer of what was committed; it has no group, for its positions are kept in the index. */
    Consumer<byte[], byte[]> consumer() {
        var config = new HashMap<>(kafka);
        config.remove(ConsumerConfig.GROUP_ID_CONFIG);
        config.put(ConsumerConfig.CLIENT_ID_CONFIG, "sightline-index");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        // positions out of range mean that the topics are not what they were: the index is made anew
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, RECORDS_A_POLL);
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}
