/** What can go wrong with one image, as data: a code, whether trying again can help, and words for a person. */
@NullMarked
package dev.sightline.failure;

import org.jspecify.annotations.NullMarked;
