/** Conversations into token ids and back: tokenizer, special tokens and chat template. */
@NullMarked
package dev.sightline.model.text;

import org.jspecify.annotations.NullMarked;
