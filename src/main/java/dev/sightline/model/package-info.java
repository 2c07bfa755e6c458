/**
 * A Hugging Face model folder, opened: its sessions, its decoder and the two forms of cache, its precision and device.
 *
 * <p>With its rooms the only package that sees ONNX Runtime. Axes: B batch, S sequence, D hidden, V vocabulary, P past, H
 * key-value heads.
 */
@NullMarked
package dev.sightline.model;

import org.jspecify.annotations.NullMarked;
