/** Pixels to image tokens: {@code PixelValues} [B,3,H,W] through the vision encoder to {@code ImageFeatures} [B,S,D]. */
@NullMarked
package dev.sightline.encode;

import org.jspecify.annotations.NullMarked;
