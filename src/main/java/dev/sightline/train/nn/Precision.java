package dev.sightline.train.nn;

import dev.sightline.model.runtime.Processor;
import java.util.Locale;

/** The numbers that the language model's products are made in while training; everything else has 32 bits. */
public enum Precision {
    FP32(6),
    BF16(15);

    private final int torchType;

    Precision(int torchType) {
        this.torchType = torchType;
    }

    /** What is fastest: bfloat16 where the processor multiplies it in tiles (AMX), and else 32 bits, which lose nothing. */
    public static Precision fastest(Processor processor) {
        return processor.features().contains("amx_bf16") ? BF16 : FP32;
    }

    int torchType() {
        return torchType;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
