package dev.sightline.intake;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** How foreign uploads become requests. */
@ConfigMapping(prefix = "sightline.intake")
public interface IntakeSettings {
    /** A YAML file of rules; where absent, every image is captioned. */
    Optional<Path> rules();

    /**
     * How long the latest word on an image is kept after it came. What is told again after that is taken for news, so
     * shorter than uploads are kept makes a second reading of them ask for every image anew.
     */
    @WithDefault("P60D")
    Duration memory();
}
