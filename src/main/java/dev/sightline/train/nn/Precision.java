package dev.sightline.train.nn;

import java.util.Locale;

/** The numbers that the language model's products are made in while training; everything else has 32 bits. */
public enum Precision {
    FP32(6),
    BF16(15);

    private final int torchType;

    Precision(int torchType) {
        this.torchType = torchType;
    }

    int torchType() {
        return torchType;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
