package dev.sightline.bench;

import dev.sightline.broker.Cluster;
import dev.sightline.event.TopicSettings;
import dev.sightline.event.Topics;
import dev.sightline.index.IndexSettings;
import dev.sightline.index.IndexTopics;
import dev.sightline.index.LiveIndex;
import dev.sightline.index.QueryVector;
import dev.sightline.index.SearchQuery;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * How fast the index takes documents off its topics, and how fast it answers then.
 *
 * @param documents  how many images, each with three texts and an answer, about 2.5 kB
 * @param dimensions of their embeddings; 0 for none
 * @param queries    how many of each kind are timed
 */
public record IndexBench(int documents, int dimensions, int queries) {
    private static final long SEED = 20260301;
    private static final int WARM_UP = 2_000;

    /**
     * What was measured.
     *
     * @param documents          images indexed
     * @param documentBytes      mean size of a document's record
     * @param dimensions         of the embeddings
     * @param indexSeconds       from the start of reading until all could be found and was safe on disk
     * @param documentsPerSecond the same as a rate
     * @param queryMillis        kind of query → percentiles
     */
    public record Result(
            int documents,
            long documentBytes,
            int dimensions,
            double indexSeconds,
            double documentsPerSecond,
            Map<String, Percentiles> queryMillis) {}

    /** Times of single calls, in milliseconds. */
    public record Percentiles(double p50, double p95, double p99) {
        static Percentiles of(List<Double> millis) {
            var sorted = millis.stream().sorted().toList();
            return new Percentiles(at(sorted, 0.50), at(sorted, 0.95), at(sorted, 0.99));
        }

        private static double at(List<Double> sorted, double share) {
            return sorted.get((int) Math.min(sorted.size() - 1L, Math.round(share * sorted.size())));
        }
    }

    /** Measures on an embedded broker and an index below this folder, which should be empty. */
    public Result run(Path folder) throws IOException {
        try (var cluster = Cluster.open(folder, null, Topics.required(TopicSettings.load()))) {
            Map<String, Object> kafka = Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, cluster.bootstrapServers());
            var bytes = publish(kafka);
            var began = System.nanoTime();
            try (var live = new LiveIndex(new IndexTopics(kafka), settings(folder), () -> {})) {
                live.start();
                live.caughtUp().join();
                var seconds = (System.nanoTime() - began) / 1e9;
                return new Result(documents, bytes / documents, dimensions, seconds, documents / seconds, times(live));
            }
        }
    }

    private long publish(Map<String, Object> kafka) {
        var synthetic = new SyntheticDocuments(SEED);
        var bytes = 0L;
        try (var publisher = new Publisher(kafka)) {
            for (var i = 0; i < documents; i++) {
                var document = synthetic.document(i);
                bytes += document.value().length;
                publisher.send(document);
                if (dimensions > 0) {
                    publisher.send(synthetic.embedding(i, dimensions));
                }
            }
        }
        return bytes;
    }

    private Map<String, Percentiles> times(LiveIndex live) throws IOException {
        var captions = new SyntheticCaptions(SEED + 1);
        var synthetic = new SyntheticDocuments(SEED + 1);
        Supplier<SearchQuery> words = () -> SearchQuery.words(captions.query(), 20);
        var times = new LinkedHashMap<String, Percentiles>();
        times.put("words", time(live, words));
        times.put("filtered", time(live, () -> words.get().within(synthetic.filter(documents))));
        if (dimensions > 0) {
            Supplier<QueryVector> vector =
                    () -> QueryVector.of(SyntheticDocuments.towersRevision(), synthetic.direction(dimensions));
            times.put("meaning", time(live, () -> SearchQuery.words("", 20).near(vector.get())));
            times.put("fused", time(live, () -> words.get().near(vector.get())));
        }
        return times;
    }

    private Percentiles time(LiveIndex live, Supplier<SearchQuery> queries) throws IOException {
        var millis = new ArrayList<Double>();
        for (var i = 0; i < WARM_UP + this.queries; i++) {
            var query = queries.get();
            var began = System.nanoTime();
            live.ask(index -> index.search(query));
            if (i >= WARM_UP) {
                millis.add((System.nanoTime() - began) / 1e6);
            }
        }
        return Percentiles.of(millis);
    }

    private static IndexSettings settings(Path folder) {
        return new IndexSettings() {
            @Override
            public Path folder() {
                return folder.resolve("index");
            }

            @Override
            public Duration refreshInterval() {
                return Duration.ofMillis(250);
            }

            @Override
            public Duration commitInterval() {
                return Duration.ofSeconds(5);
            }
        };
    }
}
