/** A trained model becomes a Hugging Face ONNX folder: graphs written node by node, weights in 32, 8 or 4 bits. */
@NullMarked
package dev.sightline.train.export;

import org.jspecify.annotations.NullMarked;
