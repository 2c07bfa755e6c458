/** Weights in files: GGUF read, safetensors read and written, both under Hugging Face's names. */
@NullMarked
package dev.sightline.train.weights;

import org.jspecify.annotations.NullMarked;
