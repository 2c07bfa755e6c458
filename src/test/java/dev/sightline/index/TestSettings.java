package dev.sightline.index;

import java.nio.file.Path;
import java.time.Duration;

/** The defaults, in a folder of the test's. */
record TestSettings(Path folder, Duration refreshInterval, Duration commitInterval) implements IndexSettings {
    static TestSettings in(Path folder) {
        return new TestSettings(folder, Duration.ofMillis(250), Duration.ofSeconds(5));
    }
}
