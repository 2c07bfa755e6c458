package dev.sightline.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Sends the records of a bench, many at once; when it is closed the cluster has taken each, or it throws. */
final class Publisher implements AutoCloseable {
    private static final int MOST_UNDER_WAY = 5_000;

    private final KafkaProducer<byte[], byte[]> producer;
    private final List<Future<RecordMetadata>> underWay = new ArrayList<>();

    Publisher(Map<String, Object> kafka) {
        producer = new KafkaProducer<>(kafka, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /**
     * Sends a record, where too many are under way after they have arrived.
     *
     * @throws KafkaException if the cluster did not take one of them
     */
    void send(ProducerRecord<byte[], byte[]> record) {
        if (underWay.size() == MOST_UNDER_WAY) {
            settle();
        }
        underWay.add(producer.send(record));
    }

    @Override
    public void close() {
        try (producer) {
            settle();
        }
    }

    private void settle() {
        try {
            for (var send : underWay) {
                send.get();
            }
            underWay.clear();
        } catch (ExecutionException e) {
            throw new KafkaException("a record was not taken", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted while publishing", e);
        }
    }
}
