package dev.sightline.pipeline;

import dev.sightline.event.InstanceName;
import dev.sightline.event.Lane;
import dev.sightline.event.Topics;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Makes producers whose transactional id is bound to this instance, so that only its successor takes it back. */
@ApplicationScoped
public class TransactionalProducers {
    // what a transaction's largest record needs, headers included
    private static final int MAX_REQUEST_BYTES = 2 * Topics.MAX_MESSAGE_BYTES;

    private final Map<String, Object> kafka;
    private final PipelineSettings settings;

    TransactionalProducers(@Identifier("default-kafka-broker") Map<String, Object> kafka, PipelineSettings settings) {
        this.kafka = kafka;
        this.settings = settings;
    }

    /** Makes the producer of a lane's copy, each time anew under the same transactional id. */
    Supplier<Producer<byte[], byte[]>> of(Lane lane, int copy) {
        return of(LaneChannels.channel(lane) + "-" + copy);
    }

    /** Makes the producer of that name. */
    Supplier<Producer<byte[], byte[]>> of(String name) {
        var id = "sightline-" + InstanceName.of(settings.instance(), settings.data()) + "-" + name;
        var config = new HashMap<>(kafka);
        config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, id);
        config.put(ProducerConfig.CLIENT_ID_CONFIG, id);
        config.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, (int)
                settings.transactionTimeout().toMillis());
        config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MAX_REQUEST_BYTES);
        config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        return () -> new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    }
}
