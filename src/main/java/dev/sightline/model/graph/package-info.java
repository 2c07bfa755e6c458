/** ONNX graphs read, taken apart and rewritten: attention over slots, products row by row in 8 bits, half precision. */
@NullMarked
package dev.sightline.model.graph;

import org.jspecify.annotations.NullMarked;
