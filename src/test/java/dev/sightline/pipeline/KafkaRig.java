package dev.sightline.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sightline.event.CloudEvent;
import dev.sightline.event.CloudEventRecords;
import dev.sightline.event.ImageReference;
import dev.sightline.event.ImageSubmitted;
import dev.sightline.event.Json;
import dev.sightline.event.SchemaCheckedDeserializer;
import dev.sightline.event.TaskRequest;
import dev.sightline.event.TaskType;
import dev.sightline.event.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The outside of the pipeline: sends requests and reads what became of them, committed records only. */
public final class KafkaRig implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private static final Duration LONG_PATIENCE = Duration.ofMinutes(10);

    private final KafkaProducer<byte[], byte[]> producer;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<ConsumerRecord<byte[], byte[]>> seen = new ArrayList<>();

    /** Sees what the output topics hold from their beginning on. */
    public KafkaRig(String bootstrapServers) {
        this(bootstrapServers, Map.of());
    }

    /** The same with other settings of its clients. */
    public KafkaRig(String bootstrapServers, Map<String, Object> settings) {
        var config = new HashMap<String, Object>();
        config.put("bootstrap.servers", bootstrapServers);
        config.put("isolation.level", "read_committed");
        config.put("auto.offset.reset", "earliest");
        config.put("max.request.size", 2 * Topics.MAX_MESSAGE_BYTES);
        config.putAll(settings);
        producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
        consumer = new KafkaConsumer<>(config, new ByteArrayDeserializer(), new SchemaCheckedDeserializer());
        var partitions = List.of(Topics.CAPTIONS, Topics.ANSWERS, Topics.DEAD_LETTERS).stream()
                .flatMap(topic -> consumer.partitionsFor(topic).stream())
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /** The record as a consumer gets it, the first of partition 0. */
    static ConsumerRecord<byte[], byte[]> received(ProducerRecord<byte[], byte[]> sent) {
        return new ConsumerRecord<>(
                sent.topic(),
                0,
                0,
                1L,
                TimestampType.CREATE_TIME,
                -1,
                -1,
                sent.key(),
                sent.value(),
                sent.headers(),
                Optional.empty());
    }

    /** A request for these tasks on an image, keyed by the image's id. */
    public static ProducerRecord<byte[], byte[]> request(String topic, String id, String uri, TaskType... tasks) {
        var submitted = new ImageSubmitted(
                id,
                new ImageReference(uri, null, null, null),
                List.of(tasks).stream().map(type -> TaskRequest.of(type, null)).toList(),
                null,
                null,
                null);
        var event = new CloudEvent(
                "e-" + id,
                "/test",
                ImageSubmitted.TYPE,
                id,
                Instant.now(),
                null,
                Map.of(),
                Json.mapper().valueToTree(submitted));
        return CloudEventRecords.write(topic, id, event);
    }

    /** Sends it and waits until the cluster has it. */
    public void send(ProducerRecord<byte[], byte[]> record) {
        try {
            producer.send(record).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Waits until so many records fit, and returns all that do. */
    public List<ConsumerRecord<byte[], byte[]>> await(int count, Predicate<ConsumerRecord<byte[], byte[]>> fits) {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        while (seen.stream().filter(fits).count() < count && System.nanoTime() < deadline) {
            poll();
        }
        return seen.stream().filter(fits).toList();
    }

    /** Waits until what has been seen is enough. */
    void awaitAll(Predicate<List<ConsumerRecord<byte[], byte[]>>> enough) {
        var deadline = System.nanoTime() + LONG_PATIENCE.toNanos();
        while (!enough.test(seen) && System.nanoTime() < deadline) {
            poll();
        }
    }

    /** All that the output topics hold by now. */
    List<ConsumerRecord<byte[], byte[]>> all() {
        var ends = consumer.endOffsets(consumer.assignment());
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            poll();
        }
        return List.copyOf(seen);
    }

    private void poll() {
        consumer.poll(Duration.ofMillis(100)).forEach(seen::add);
    }

    static JsonNode data(ConsumerRecord<byte[], byte[]> record) {
        try {
            return Json.mapper().readTree(record.value());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The text of a header; empty where there is none. */
    public static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        var header = record.headers().lastHeader(name);
        return header == null ? "" : new String(header.value(), UTF_8);
    }

    /** Those of this key. */
    public static Predicate<ConsumerRecord<byte[], byte[]>> keyed(String key) {
        return record -> record.key() != null && new String(record.key(), UTF_8).equals(key);
    }

    static Predicate<ConsumerRecord<byte[], byte[]>> keyedLike(String prefix) {
        return record -> record.key() != null && new String(record.key(), UTF_8).startsWith(prefix);
    }

    @Override
    public void close() {
        producer.close();
        consumer.close();
    }
}
