package dev.sightline.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * What surrounds the image where it is published.
 *
 * @param role       what the image does on the page
 * @param nearbyText words beside the image
 * @param pageTitle  title of the page
 * @param product    name of the product shown
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ImageContext(
        @Nullable String role, @Nullable String nearbyText, @Nullable String pageTitle, @Nullable String product) {}
