/** The two towers of stage 1: an image and a text become unit vectors in one space, near each other where they agree. */
@NullMarked
package dev.sightline.embed;

import org.jspecify.annotations.NullMarked;
