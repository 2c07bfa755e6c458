/**
 * The networks, a file a box of the figure, over DJL's arrays.
 *
 * <p>Axes: B batch · N patches · S image tokens · T text tokens · D hidden · H heads · V vocabulary. A result belongs to
 * the manager of the array an operation starts from, so every expression starts from the step's arrays, never from a
 * weight: closing the step's manager then frees all of it.
 */
@NullMarked
package dev.sightline.train.nn;

import org.jspecify.annotations.NullMarked;
