package dev.sightline.web;

import dev.sightline.event.CloudEvent;
import dev.sightline.event.CloudEventRecords;
import dev.sightline.event.ImageDeleted;
import dev.sightline.event.Json;
import dev.sightline.event.Topics;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jboss.logging.Logger;

/** Asks for images to be deleted, as an event that every role acts on. */
@ApplicationScoped
public class ImageDeletions {
    private static final Logger LOG = Logger.getLogger(ImageDeletions.class);
    private static final String SOURCE = "/sightline/web";
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Producer<byte[], byte[]> producer;

    ImageDeletions(@Identifier("default-kafka-broker") Map<String, Object> kafka) {
        var config = new HashMap<>(kafka);
        config.put(ProducerConfig.CLIENT_ID_CONFIG, "sightline-web-deletions");
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE.toMillis());
        producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Returns whether the cluster has taken the deletion of what was asked up to now. */
    boolean delete(String imageId) {
        var now = Instant.now();
        var event = new CloudEvent(
                UUID.randomUUID().toString(),
                SOURCE,
                ImageDeleted.TYPE,
                imageId,
                now,
                null,
                Map.of(),
                Json.mapper().valueToTree(new ImageDeleted(imageId, "asked for over HTTP", now)));
        try {
            producer.send(CloudEventRecords.write(Topics.REQUESTS, imageId, event))
                    .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (ExecutionException | TimeoutException e) {
            LOG.warnf("a deletion was not taken image=%s cause=%s", imageId, e);
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @PreDestroy
    void close() {
        producer.close(PATIENCE);
    }
}
