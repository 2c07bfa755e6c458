package dev.sightline.pipeline;

import dev.sightline.event.TextGenerated;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * How a request's record ended, before anything of it is published.
 *
 * @param origin the record
 * @param asked  what it asked; null where it was no request
 * @param texts  what was generated for it
 * @param toSend what goes out in the transaction that commits its offset
 */
record Outcome(
        ConsumerRecord<byte[], byte[]> origin,
        Reading.@Nullable Asked asked,
        List<TextGenerated> texts,
        List<ProducerRecord<byte[], byte[]>> toSend) {
    Outcome {
        texts = List.copyOf(texts);
        toSend = List.copyOf(toSend);
    }

    /** The record is no request, or not one that could be worked on. */
    static Outcome of(ConsumerRecord<byte[], byte[]> origin, ProducerRecord<byte[], byte[]> end) {
        return new Outcome(origin, null, List.of(), List.of(end));
    }
}
