package dev.sightline.streams;

import static org.apache.kafka.clients.consumer.ConsumerConfig.GROUP_INSTANCE_ID_CONFIG;
import static org.apache.kafka.clients.consumer.ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG;
import static org.apache.kafka.clients.consumer.ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG;
import static org.apache.kafka.clients.producer.ProducerConfig.MAX_REQUEST_SIZE_CONFIG;
import static org.apache.kafka.clients.producer.ProducerConfig.TRANSACTION_TIMEOUT_CONFIG;
import static org.apache.kafka.streams.StreamsConfig.consumerPrefix;
import static org.apache.kafka.streams.StreamsConfig.mainConsumerPrefix;
import static org.apache.kafka.streams.StreamsConfig.producerPrefix;

import dev.sightline.event.InstanceName;
import dev.sightline.event.Topics;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.streams.StreamsConfig;

/**
 * What a topology's client is told. A restarted instance comes back as the member it was, so that its stores are not given
 * to others meanwhile; without that, and with Kafka's session of 45 s, it would wait for its own ghost.
 */
final class TopologyProperties {
    private static final int TRANSACTION_TIMEOUT_MS = 10_000;

    private TopologyProperties() {}

    static Map<String, Object> of(String name, Map<String, Object> kafka, StreamsSettings settings) {
        var instance = InstanceName.of(settings.instance(), settings.data());
        var sessionMs = (int) settings.sessionTimeout().toMillis();
        var properties = new HashMap<>(kafka);
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, name);
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        properties.put(
                StreamsConfig.STATE_DIR_CONFIG,
                settings.data().resolve("streams").toString());
        properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, settings.threads());
        properties.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, settings.standbys());
        properties.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, settings.replication());
        properties.put(
                StreamsConfig.COMMIT_INTERVAL_MS_CONFIG,
                settings.commitInterval().toMillis());
        properties.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, BoundedRocksDb.class);
        properties.put(BoundedRocksDb.STORE_BYTES, settings.storeBytes());
        properties.put(mainConsumerPrefix(GROUP_INSTANCE_ID_CONFIG), instance);
        properties.put(consumerPrefix(SESSION_TIMEOUT_MS_CONFIG), sessionMs);
        properties.put(consumerPrefix(HEARTBEAT_INTERVAL_MS_CONFIG), sessionMs / 3);
        properties.put(producerPrefix(TRANSACTION_TIMEOUT_CONFIG), TRANSACTION_TIMEOUT_MS);
        properties.put(producerPrefix(MAX_REQUEST_SIZE_CONFIG), 2 * Topics.MAX_MESSAGE_BYTES);
        settings.address().ifPresent(address -> properties.put(StreamsConfig.APPLICATION_SERVER_CONFIG, address));
        return properties;
    }
}
