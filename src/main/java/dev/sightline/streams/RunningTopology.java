package dev.sightline.streams;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyQueryMetadata;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.apache.kafka.streams.state.HostInfo;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jboss.logging.Logger;

/**
 * One topology at work. It survives failures of a thread by taking another; only a cluster that refuses us ends it. Closing
 * leaves the group at once, so that others take over without waiting for a timeout.
 */
public final class RunningTopology implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(RunningTopology.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final String name;
    private final KafkaStreams streams;
    private final KafkaStreamsMetrics metrics;
    private final Optional<HostInfo> self;

    private RunningTopology(String name, KafkaStreams streams, KafkaStreamsMetrics metrics, Optional<HostInfo> self) {
        this.name = name;
        this.streams = streams;
        this.metrics = metrics;
        this.self = self;
    }

    /**
     * Starts a topology; it works as soon as the group has given it partitions.
     *
     * @param name     its application id: names its group, its internal topics and its folder
     * @param topology what it does
     * @param kafka    how clients connect
     */
    public static RunningTopology start(
            String name,
            Topology topology,
            Map<String, Object> kafka,
            StreamsSettings settings,
            MeterRegistry registry) {
        var properties = new Properties();
        properties.putAll(TopologyProperties.of(name, kafka, settings));
        var streams = new KafkaStreams(topology, properties);
        streams.setUncaughtExceptionHandler(failure -> answer(name, failure));
        var metrics = new KafkaStreamsMetrics(streams);
        metrics.bindTo(registry);
        streams.start();
        return new RunningTopology(name, streams, metrics, settings.address().map(HostInfo::buildFromEndpoint));
    }

    /** The application id. */
    public String name() {
        return name;
    }

    /** Whether it works, or waits for its share of the work. */
    public boolean alive() {
        return streams.state().isRunningOrRebalancing();
    }

    /** Whether it has its share and keeps up with it. */
    public boolean ready() {
        return streams.state() == KafkaStreams.State.RUNNING;
    }

    /** Where the store's entry with this key is. */
    public KeyQueryMetadata locate(String store, byte[] key, StreamPartitioner<byte[], byte[]> partitioner) {
        return streams.queryMetadataForKey(store, key, partitioner);
    }

    /** Whether that is this instance. */
    public boolean isSelf(HostInfo host) {
        return self.map(host::equals).orElse(true);
    }

    /**
     * This instance's part of a store.
     *
     * @param stale whether a copy that lags behind will do
     * @throws org.apache.kafka.streams.errors.InvalidStateStoreException while it moves or is being filled
     */
    public ReadOnlyKeyValueStore<byte[], byte[]> store(String store, int partition, boolean stale) {
        var query = StoreQueryParameters.fromNameAndType(store, QueryableStoreTypes.<byte[], byte[]>keyValueStore())
                .withPartition(partition);
        return streams.store(stale ? query.enableStaleStores() : query);
    }

    @Override
    public void close() {
        metrics.close();
        if (!streams.close(new KafkaStreams.CloseOptions().leaveGroup(true).timeout(PATIENCE))) {
            LOG.warnf("topology did not stop in time topology=%s patience=%s", name, PATIENCE);
        }
    }

    private static StreamThreadExceptionResponse answer(String name, Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof AuthorizationException || cause instanceof AuthenticationException) {
                LOG.errorf(failure, "the cluster refuses the topology topology=%s", name);
                return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
            }
        }
        LOG.errorf(failure, "a thread of the topology failed, another one takes over topology=%s", name);
        return StreamThreadExceptionResponse.REPLACE_THREAD;
    }
}
