package dev.sightline.pipeline;

import dev.sightline.event.TextGenerated;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * How a request's record ended, before anything of it is published.
 *
 * @param origin  the record
 * @param texts   what was generated for it
 * @param toSend  what goes out in the transaction that commits its offset
 */
record Outcome(
        ConsumerRecord<byte[], byte[]> origin, List<TextGenerated> texts, List<ProducerRecord<byte[], byte[]>> toSend) {
    Outcome {
        texts = List.copyOf(texts);
        toSend = List.copyOf(toSend);
    }
}
