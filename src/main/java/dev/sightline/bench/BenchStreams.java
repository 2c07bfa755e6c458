package dev.sightline.bench;

import dev.sightline.streams.StreamsSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** The default settings of topologies, in a folder and with threads of a bench's choice. */
record BenchStreams(Path data, int threads) implements StreamsSettings {
    @Override
    public Optional<String> instance() {
        return Optional.of("bench");
    }

    @Override
    public Optional<String> address() {
        return Optional.empty();
    }

    @Override
    public int standbys() {
        return 0;
    }

    @Override
    public Duration sessionTimeout() {
        return Duration.ofSeconds(10);
    }

    @Override
    public Duration commitInterval() {
        return Duration.ofMillis(100);
    }

    @Override
    public long storeBytes() {
        return 64L << 20;
    }

    @Override
    public int replication() {
        return -1;
    }
}
