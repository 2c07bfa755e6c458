/** A picture's bytes become pixels, and pixels become what a vision encoder takes: decode, resize, rescale, normalise. */
@NullMarked
package dev.sightline.preprocess;

import org.jspecify.annotations.NullMarked;
