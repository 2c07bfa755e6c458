package dev.sightline.document;

import static dev.sightline.event.Topics.ANSWERS;
import static dev.sightline.event.Topics.CAPTIONS;
import static dev.sightline.event.Topics.DEAD_LETTERS;
import static dev.sightline.event.Topics.DOCUMENTS;
import static dev.sightline.event.Topics.EDITS;
import static dev.sightline.event.Topics.MAX_FAILED_MESSAGE_BYTES;
import static dev.sightline.event.Topics.REQUESTS;
import static dev.sightline.event.Topics.REQUESTS_BULK;

import dev.sightline.event.Topics;
import dev.sightline.streams.ImagePartitioner;
import dev.sightline.streams.WriteDeadLetters;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Branched;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * From everything said about images to one document each.
 *
 * <pre>
 * requests, bulk ─┐
 * captions        │                  ┌ refused ▶ dead letters
 * answers         ├▶ read arrivals ──┤
 * edits           │                  └ by image ▶ merge histories ─┬▶ documents
 * dead letters   ─┘                              (histories,       └▶ count ▶ by minute ▶ sum ▶ counts
 *                                                 deletion marks)
 * </pre>
 */
public final class DocumentTopology {
    /** Image id → its history; queried for the document. */
    static final String HISTORIES = "histories";
    /** When a deleted image can be forgotten. */
    static final String DELETION_MARKS = "deletion-marks";
    /** A partition's counts not yet handed on. */
    static final String RECENT_COUNTS = "recent-counts";
    /** Minute → its counts. */
    static final String COUNTS = "counts";

    private static final Serde<byte[]> BYTES = Serdes.ByteArray();

    private DocumentTopology() {}

    /** The topology; the same config always gives the same one. */
    public static Topology build(DocumentConfig config) {
        var builder = new StreamsBuilder();
        builder.addStateStore(histories());
        builder.addStateStore(
                Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(DELETION_MARKS), BYTES, BYTES));
        builder.addStateStore(
                Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(RECENT_COUNTS), Serdes.String(), BYTES)
                        .withCachingEnabled());
        builder.addStateStore(
                Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(COUNTS), Serdes.String(), BYTES));

        var changes = understood(builder)
                .repartition(Repartitioned.<byte[], byte[]>as("by-image")
                        .withKeySerde(BYTES)
                        .withValueSerde(BYTES)
                        .withNumberOfPartitions(config.partitions())
                        .withStreamPartitioner(new ImagePartitioner()))
                .process(
                        () -> new MergeHistories(config.markRetention()),
                        Named.as("merge-histories"),
                        HISTORIES,
                        DELETION_MARKS);
        changes.process(WriteDocuments::new, Named.as("write-documents"))
                .to(
                        DOCUMENTS,
                        Produced.with(BYTES, BYTES, new ImagePartitioner()).withName("documents"));
        changes.process(CountChanges::new, Named.as("count-changes"), RECENT_COUNTS)
                .repartition(Repartitioned.<byte[], byte[]>as("by-minute")
                        .withKeySerde(BYTES)
                        .withValueSerde(BYTES)
                        .withNumberOfPartitions(1))
                .process(() -> new SumCounts(config.countRetention()), Named.as("sum-counts"), COUNTS)
                .to(Topics.COUNTS, Produced.with(BYTES, BYTES).withName("counts"));
        return builder.build();
    }

    private static KStream<byte[], byte[]> understood(StreamsBuilder builder) {
        var topics = List.of(REQUESTS, REQUESTS_BULK, CAPTIONS, ANSWERS, EDITS, DEAD_LETTERS);
        var arrivals = builder.stream(topics, Consumed.with(BYTES, BYTES).withName("arrivals"))
                .process(ReadArrivals::new, Named.as("read-arrivals"))
                .split(Named.as("arrivals-"))
                .branch((key, arrival) -> arrival instanceof Arrival.Understood, Branched.as("understood"))
                .defaultBranch(Branched.as("refused"));
        arrivals.get("arrivals-refused")
                .process(() -> new WriteDeadLetters<>("document"), Named.as("write-dead-letters"))
                .to(DEAD_LETTERS, Produced.with(BYTES, BYTES).withName("dead-letters"));
        return arrivals.get("arrivals-understood")
                .mapValues(
                        arrival -> HistoryJson.write(((Arrival.Understood) arrival).history()),
                        Named.as("write-histories"));
    }

    private static StoreBuilder<?> histories() {
        return Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(HISTORIES), BYTES, BYTES)
                .withLoggingEnabled(
                        Map.of(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(MAX_FAILED_MESSAGE_BYTES)));
    }
}
