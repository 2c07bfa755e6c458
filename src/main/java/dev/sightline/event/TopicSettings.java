package dev.sightline.event;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** How the topics are laid out; read before the service starts, from system properties and the environment. */
@ConfigMapping(prefix = "sightline.topics")
public interface TopicSettings {
    /** Partitions of every topic keyed by image: the most consumers that can share a lane. Existing topics must agree. */
    @WithDefault("12")
    int partitions();

    /** How long requests, results of tasks and dead letters are kept. */
    @WithDefault("P30D")
    Duration retention();

    /** How long a request may wait in a retry topic before Kafka forgets it. */
    @WithDefault("P7D")
    Duration retryRetention();

    /** Pauses before the second, third, … attempt; each has its own topic, so that due times rise along a partition. */
    @WithDefault("PT10S,PT1M,PT10M")
    List<Duration> retryDelays();

    /** The settings in effect, such as {@code -Dsightline.topics.partitions=6} or {@code SIGHTLINE_TOPICS_PARTITIONS}. */
    static TopicSettings load() {
        return load(Map.of());
    }

    /** The settings in effect where these, by their full names, stand above all others. */
    static TopicSettings load(Map<String, String> overrides) {
        return new SmallRyeConfigBuilder()
                .addDefaultSources()
                .withSources(new PropertiesConfigSource(overrides, "overrides", Integer.MAX_VALUE))
                .addDefaultInterceptors()
                .addDiscoveredConverters()
                .withMapping(TopicSettings.class)
                .build()
                .getConfigMapping(TopicSettings.class);
    }
}
