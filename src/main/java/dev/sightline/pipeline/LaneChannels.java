package dev.sightline.pipeline;

import dev.sightline.event.Lane;
import dev.sightline.event.Role;
import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.PropertiesConfigSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * Settles the channels of the lanes from our own settings: off where the role {@code caption} is absent, else as many
 * copies and as large batches as the engine's slots allow. A result is visible at commit, so the batch bounds latency.
 */
public final class LaneChannels implements ConfigSourceFactory {
    private static final int DEFAULT_CONSUMERS = 3;
    private static final int DEFAULT_SLOTS = 64;
    private static final int MAX_LIVE_BATCH = 8;
    private static final int ORDINAL = 260; // above application.properties, below the environment

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        var consumers = number(context, "sightline.pipeline.consumers", DEFAULT_CONSUMERS);
        var slots = number(context, "sightline.engine.slots", DEFAULT_SLOTS);
        var enabled = plays(context, Role.CAPTION);
        var settings = new HashMap<String, String>();
        for (var lane : Lane.values()) {
            var channel = "mp.messaging.incoming." + channel(lane);
            settings.put(channel + ".enabled", Boolean.toString(enabled));
            settings.put(channel + ".concurrency", Integer.toString(consumers));
            settings.put(channel + ".max.poll.records", Integer.toString(batch(lane, slots, consumers)));
        }
        return List.of(new PropertiesConfigSource(Map.copyOf(settings), "sightline lanes", ORDINAL));
    }

    @Override
    public OptionalInt getPriority() {
        return OptionalInt.of(ORDINAL);
    }

    /** The lane's channel. */
    static String channel(Lane lane) {
        return lane.name().toLowerCase(Locale.ROOT);
    }

    static int batch(Lane lane, int slots, int consumers) {
        var share = lane == Lane.LIVE ? Math.min(MAX_LIVE_BATCH, slots / consumers) : 2 * slots / consumers;
        return Math.max(1, share);
    }

    private static boolean plays(ConfigSourceContext context, Role role) {
        var roles = context.getValue("sightline.roles");
        return absent(roles)
                || Arrays.stream(roles.getValue().split(","))
                        .anyMatch(name -> name.strip().equalsIgnoreCase(role.wireName()));
    }

    private static int number(ConfigSourceContext context, String name, int fallback) {
        var value = context.getValue(name);
        return absent(value)
                ? fallback
                : Math.max(1, Integer.parseInt(value.getValue().strip()));
    }

    private static boolean absent(ConfigValue value) {
        return value == null || value.getValue() == null || value.getValue().isBlank();
    }
}
