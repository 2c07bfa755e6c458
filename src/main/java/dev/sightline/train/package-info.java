/** The trainer: both stages, from captioned photos and a pretrained language model to a folder the pipeline serves. */
@NullMarked
package dev.sightline.train;

import org.jspecify.annotations.NullMarked;
