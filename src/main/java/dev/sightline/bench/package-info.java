/** Measured speed, as JSON. */
@NullMarked
package dev.sightline.bench;

import org.jspecify.annotations.NullMarked;
