/** Measured quality: the scores of the captioning and question-answering literature, with intervals and a page to look at. */
@NullMarked
package dev.sightline.train.evaluate;

import org.jspecify.annotations.NullMarked;
