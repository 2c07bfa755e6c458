/** ONNX Runtime: sessions, devices, memory outside the heap, the processor's features and turns on its cores. */
@NullMarked
package dev.sightline.model.runtime;

import org.jspecify.annotations.NullMarked;
