/**
 * Conversations and image tokens to text: key-value slots, prefill, decode, choice and stopping in continuous batches.
 *
 * <p>The door is {@link dev.sightline.generate.Engine}.
 */
@NullMarked
package dev.sightline.generate;

import org.jspecify.annotations.NullMarked;
