package dev.sightline.broker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Brings a cluster's topics to what the pipeline needs: creates those that are missing and checks the partition counts of
 * those that are there. It never changes a topic.
 */
public final class TopicSetup {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int MAX_REPLICATION = 3;

    private TopicSetup() {}

    /**
     * Returns when every topic is there and each of its partitions has a leader that serves it.
     *
     * @throws ClusterUnavailableException where the cluster does not answer, refuses, or has a topic with another
     *     partition count
     */
    public static void ensure(Map<String, Object> clientProperties, Collection<NewTopic> topics) {
        var admin = admin(clientProperties);
        try {
            var brokers = await(admin.describeCluster().nodes()).size();
            var existing = await(admin.listTopics().names());
            var missing = topics.stream()
                    .filter(topic -> !existing.contains(topic.name()))
                    .map(topic -> replicated(topic, brokers))
                    .toList();
            for (var creation : admin.createTopics(missing).values().values()) {
                create(creation);
            }
            var found = new ArrayList<TopicDescription>();
            for (var topic : topics) {
                var description = led(admin, topic.name());
                check(topic, description);
                found.add(description);
            }
            serving(admin, found);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof org.apache.kafka.common.errors.TimeoutException
                    ? silent(clientProperties, e)
                    : new ClusterUnavailableException(
                            "the Kafka cluster refuses: " + e.getCause().getMessage(), e);
        } catch (TimeoutException e) {
            throw silent(clientProperties, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClusterUnavailableException("interrupted while the topics were set up", e);
        } finally {
            admin.close(Duration.ZERO); // what it still waits for has taken long enough
        }
    }

    private static Admin admin(Map<String, Object> clientProperties) {
        try {
            return Admin.create(clientProperties);
        } catch (KafkaException e) {
            var why = e.getCause() instanceof KafkaException cause ? cause : e;
            throw new ClusterUnavailableException(
                    "the Kafka cluster at " + clientProperties.get(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG)
                            + " cannot be reached with these settings: " + why.getMessage(),
                    e);
        }
    }

    private static ClusterUnavailableException silent(Map<String, Object> clientProperties, Exception cause) {
        return new ClusterUnavailableException(
                "the Kafka cluster at " + clientProperties.get(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG)
                        + " does not answer: check its address and that it runs",
                cause);
    }

    // one replica may be away without stopping writes; two copies are on disk before a write counts
    private static NewTopic replicated(NewTopic topic, int brokers) {
        var replication = Math.min(MAX_REPLICATION, brokers);
        var configs = new HashMap<>(topic.configs());
        configs.put(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, Integer.toString(Math.max(1, replication - 1)));
        return new NewTopic(topic.name(), Optional.of(topic.numPartitions()), Optional.of((short) replication))
                .configs(configs);
    }

    private static void create(KafkaFuture<Void> creation)
            throws ExecutionException, InterruptedException, TimeoutException {
        try {
            await(creation);
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) { // another process was faster
                throw e;
            }
        }
    }

    private static TopicDescription led(Admin admin, String name)
            throws ExecutionException, InterruptedException, TimeoutException {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            try {
                var description = await(admin.describeTopics(List.of(name)).allTopicNames())
                        .get(name);
                if (description.partitions().stream().allMatch(p -> p.leader() != null)) {
                    return description;
                }
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) { // not yet known to this broker
                    throw e;
                }
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
        throw new TimeoutException(name);
    }

    // a leader is named before it serves, and an idempotent producer whose first batch it turns away may never get
    // through
    private static void serving(Admin admin, List<TopicDescription> topics)
            throws ExecutionException, InterruptedException, TimeoutException {
        var ends = new HashMap<TopicPartition, OffsetSpec>();
        for (var topic : topics) {
            topic.partitions()
                    .forEach(partition ->
                            ends.put(new TopicPartition(topic.name(), partition.partition()), OffsetSpec.latest()));
        }
        await(admin.listOffsets(ends).all());
    }

    private static void check(NewTopic wanted, TopicDescription found) {
        var partitions = found.partitions().size();
        if (partitions != wanted.numPartitions()) {
            throw new ClusterUnavailableException("topic " + found.name() + " has " + partitions + " partitions, not "
                    + wanted.numPartitions() + ": all topics keyed by image need one count; set"
                    + " sightline.topics.partitions to it, or recreate the topic");
        }
    }

    private static <T> T await(KafkaFuture<T> future)
            throws ExecutionException, InterruptedException, TimeoutException {
        return future.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }
}
