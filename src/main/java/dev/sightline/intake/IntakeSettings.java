package dev.sightline.intake;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;
import java.util.Optional;

/** How foreign uploads become requests. */
@ConfigMapping(prefix = "sightline.intake")
public interface IntakeSettings {
    /** A YAML file of rules; where absent, every image is captioned. */
    Optional<Path> rules();
}
