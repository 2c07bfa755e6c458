/**
 * A Hugging Face model folder, opened: its manifest, families, tokenizer, chat template and ONNX sessions.
 *
 * <p>The only package that sees ONNX Runtime. Axes: B batch, S sequence, D hidden, V vocabulary, P past, H key-value heads.
 */
@NullMarked
package dev.sightline.model;

import org.jspecify.annotations.NullMarked;
