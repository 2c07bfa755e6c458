package dev.sightline.intake;

import static dev.sightline.event.Topics.DEAD_LETTERS;
import static dev.sightline.event.Topics.REQUESTS;
import static dev.sightline.event.Topics.REQUESTS_BULK;
import static dev.sightline.event.Topics.UPLOADS;

import dev.sightline.event.Lane;
import dev.sightline.streams.ImagePartitioner;
import dev.sightline.streams.WriteDeadLetters;
import java.time.Duration;
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
import org.apache.kafka.streams.state.Stores;

/**
 * From foreign words about images to requests and deletions.
 *
 * <pre>
 *                             ┌ refused ▶ dead letters
 * uploads ▶ read, by rule ────┼ ours ───────────────────────────────┐
 *                             └ by image ▶ settle (told) ─┬ live ──┴▶ requests
 *                                                         └ bulk ───▶ requests.bulk
 * </pre>
 */
final class IntakeTopology {
    /** Image id → the latest that was told of it. */
    static final String TOLD = "told";

    private static final Serde<byte[]> BYTES = Serdes.ByteArray();

    private IntakeTopology() {}

    /**
     * The topology; the same arguments always give the same one.
     *
     * @param partitions of every topic keyed by image
     * @param memory     how long the latest word on an image is kept after it came
     */
    static Topology build(IntakeRules rules, int partitions, Duration memory) {
        var builder = new StreamsBuilder();
        builder.addStateStore(Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(TOLD), BYTES, BYTES));
        var uploads = builder.stream(UPLOADS, Consumed.with(BYTES, BYTES).withName("uploads"))
                .process(() -> new ReadUploads(rules), Named.as("read-uploads"))
                .split(Named.as("uploads-"))
                .branch((key, arrival) -> arrival instanceof Arrival.Refused, Branched.as("refused"))
                .branch((key, arrival) -> arrival instanceof Arrival.Ours, Branched.as("ours"))
                .defaultBranch(Branched.as("selected"));
        uploads.get("uploads-refused")
                .process(() -> new WriteDeadLetters<>("intake"), Named.as("write-dead-letters"))
                .to(DEAD_LETTERS, Produced.with(BYTES, BYTES).withName("dead-letters"));
        var ours = uploads.get("uploads-ours")
                .mapValues(arrival -> new Settled(Lane.LIVE, ((Arrival.Ours) arrival).event()), Named.as("ours"));
        var settled = uploads.get("uploads-selected")
                .mapValues(SettleUploads::write, Named.as("write-selected"))
                .repartition(Repartitioned.<byte[], byte[]>as("by-image")
                        .withKeySerde(BYTES)
                        .withValueSerde(BYTES)
                        .withNumberOfPartitions(partitions)
                        .withStreamPartitioner(new ImagePartitioner()))
                .process(() -> new SettleUploads(memory), Named.as("settle-uploads"), TOLD)
                .split(Named.as("lane-"))
                .branch((key, event) -> event.lane() == Lane.BULK, Branched.as("bulk"))
                .defaultBranch(Branched.as("live"));
        write(settled.get("lane-live"), "live", REQUESTS);
        write(settled.get("lane-bulk"), "bulk", REQUESTS_BULK);
        write(ours, "ours", REQUESTS);
        return builder.build();
    }

    private static void write(KStream<byte[], Settled> events, String which, String topic) {
        events.process(WriteRequests::new, Named.as("write-" + which))
                .to(topic, Produced.with(BYTES, BYTES, new ImagePartitioner()).withName("requests-" + which));
    }
}
