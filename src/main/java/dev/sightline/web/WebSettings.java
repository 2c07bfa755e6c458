package dev.sightline.web;

import io.smallrye.config.ConfigMapping;
import java.net.URI;
import java.util.Optional;

/** Where the web role finds the roles that answer, when they run in other processes. */
@ConfigMapping(prefix = "sightline.web")
public interface WebSettings {
    /** The HTTP address of the role {@code document}. */
    Optional<URI> documentUrl();

    /** The HTTP address of the role {@code index}. */
    Optional<URI> indexUrl();
}
