package dev.sightline.embed;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;
import java.util.Optional;

/** Whether images are found by meaning. */
@ConfigMapping(prefix = "sightline.embed")
public interface EmbedSettings {
    /**
     * The folder of the towers, in CLIP's layout. Where absent, images are not embedded and search works on words alone;
     * another folder makes vectors that the earlier ones are never compared with.
     */
    Optional<Path> towers();
}
