package dev.sightline.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.sightline.broker.Cluster;
import dev.sightline.document.DocumentConfig;
import dev.sightline.document.DocumentTopology;
import dev.sightline.document.Documents;
import dev.sightline.event.TopicSettings;
import dev.sightline.event.Topics;
import dev.sightline.streams.RunningTopology;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * How fast events become documents, exactly once, with the broker in this process too.
 *
 * @param images  how many, each of four events: a request, a caption, an answer, an edit
 * @param threads of the topology
 */
public record DocumentBench(int images, int threads) {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /**
     * What was measured.
     *
     * @param events             read, each of which changed a document
     * @param startSeconds       until the first document was visible
     * @param seconds            from then until the last was
     * @param eventsPerSecond    the same as a rate
     * @param cpuMicrosPerEvent  of this process in that time: topology, broker and the reader that counts
     * @param documentsRead      how many documents were visible, which must equal the events
     */
    public record Result(
            long events,
            double startSeconds,
            double seconds,
            double eventsPerSecond,
            double cpuMicrosPerEvent,
            long documentsRead) {}

    /** Measures on an embedded broker below this folder, which should be empty. */
    public Result run(Path folder) {
        var topics = TopicSettings.load();
        try (var cluster = Cluster.open(folder, null, Topics.required(topics))) {
            Map<String, Object> kafka = Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, cluster.bootstrapServers());
            publish(kafka);
            var began = System.nanoTime();
            var topology = DocumentTopology.build(DocumentConfig.of(topics.partitions()));
            var settings = new BenchStreams(folder, threads);
            try (var running = RunningTopology.start(
                            Documents.APPLICATION_ID, topology, kafka, settings, new SimpleMeterRegistry());
                    var reader = reader(kafka)) {
                return measure(reader, began, running);
            }
        }
    }

    private Result measure(KafkaConsumer<byte[], byte[]> reader, long began, RunningTopology running) {
        var events = 4L * images;
        var read = 0L;
        var early = 0L; // what the first poll brings was made before the clock starts
        var first = 0L;
        var cpu = 0L;
        while (read < events && running.alive() && System.nanoTime() - began < PATIENCE.toNanos()) {
            var polled = reader.poll(Duration.ofMillis(100)).count();
            if (read == 0 && polled > 0) {
                early = polled;
                first = System.nanoTime();
                cpu = cpuNanos();
            }
            read += polled;
        }
        var seconds = (System.nanoTime() - first) / 1e9;
        return new Result(
                events,
                (first - began) / 1e9,
                seconds,
                (read - early) / seconds,
                (cpuNanos() - cpu) / 1e3 / Math.max(1, read - early),
                read);
    }

    private void publish(Map<String, Object> kafka) {
        var synthetic = new SyntheticEvents();
        try (var publisher = new Publisher(kafka)) {
            for (var image = 0; image < images; image++) {
                synthetic.events(image).forEach(publisher::send);
            }
        }
    }

    private static KafkaConsumer<byte[], byte[]> reader(Map<String, Object> kafka) {
        var config = new HashMap<>(kafka);
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5000);
        var reader = new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        List<TopicPartition> partitions = reader.partitionsFor(Topics.DOCUMENTS).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        reader.assign(partitions);
        reader.seekToBeginning(partitions);
        return reader;
    }

    private static long cpuNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }
}
