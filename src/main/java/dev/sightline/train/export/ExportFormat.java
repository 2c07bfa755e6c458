package dev.sightline.train.export;

import java.util.Locale;

/** The number format of a folder's weights, with the suffix that Hugging Face gives its files. */
public enum ExportFormat {
    /** 32-bit floats. */
    FP32(""),
    /** 8 bits to the nearest, in blocks of 32. */
    Q8("_quantized"),
    /** 4 bits by GPTQ, in blocks of 32, the head included; the embeddings in 8 bits (docs/adr/embeddings-in-8-bits.md). */
    Q4("_q4");

    private final String suffix;

    ExportFormat(String suffix) {
        this.suffix = suffix;
    }

    String file(String part) {
        return part + suffix + ".onnx";
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
