package dev.sightline.model.folder;

import java.util.List;
import java.util.Locale;

/** The number formats in which a model can run; {@link #AUTO} takes what the folder's author chose. */
public enum Precision {
    /** The folder's {@code transformers.js_config.dtype}, else the smallest files that run on this machine. */
    AUTO,
    /** 32-bit floats. */
    FP32,
    /** 16-bit floats; between them, weights may have 4 bits. */
    FP16,
    /** 8-bit weights by 8-bit activations, a scale a row, made at load. */
    INT8,
    /** The folder's dynamically quantised files: a row may depend on its batch partners. */
    INT8_DYNAMIC,
    /** 4-bit weights. */
    INT4;

    /** File-name suffixes in the order in which they are looked for. */
    List<String> suffixes() {
        return switch (this) {
            case AUTO -> List.of("", "_q4", "_q4f16", "_fp16", "_int8", "_quantized", "_uint8", "_bnb4");
            case FP32 -> List.of("");
            case FP16 -> List.of("_fp16", "_q4f16");
            case INT8 -> List.of("", "_q4");
            case INT8_DYNAMIC -> List.of("_int8", "_quantized", "_uint8");
            case INT4 -> List.of("_q4", "_q4f16", "_bnb4");
        };
    }

    /** The name in options and reports, such as {@code int8-dynamic}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Reads an option's value.
     *
     * @throws IllegalArgumentException if there is no such precision
     */
    public static Precision parse(String label) {
        for (Precision precision : values()) {
            if (precision.label().equals(label)) {
                return precision;
            }
        }
        throw new IllegalArgumentException(
                "No precision " + label + "; there are auto, fp32, fp16, int8, int8-dynamic, int4");
    }
}
