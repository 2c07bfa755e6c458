package dev.sightline.train;

import dev.sightline.train.nn.Precision;
import java.util.Map;

/**
 * What is stage 2's own.
 *
 * @param vision        whether the ViT learns or stays as stage 1 left it; the projector always learns
 * @param llm           what of the language model learns
 * @param warmUp        steps in which the projector alone learns
 * @param batch         images a forward pass
 * @param accumulation  forward passes an update
 * @param conversations of one image that a pass takes at most, behind their shared prefix
 * @param visionRate    the peak learning rate of ViT and projector
 * @param llmRate       of the language model or its LoRA
 * @param precision     of the language model's products
 * @param devImages     that an evaluation captions at most
 */
public record GenerateSettings(
        Vision vision,
        Llm llm,
        int warmUp,
        int batch,
        int accumulation,
        int conversations,
        double visionRate,
        double llmRate,
        Precision precision,
        int devImages,
        long seed) {
    public GenerateSettings {
        Positive.all(Map.of("batch", batch, "accumulation", accumulation, "conversations", conversations));
        Positive.rates(Map.of("vision-rate", visionRate, "llm-rate", llmRate));
    }

    /** Whether the ViT learns. */
    public enum Vision {
        FROZEN,
        TUNED
    }

    /** What of the language model learns. */
    public enum Llm {
        FROZEN,
        LORA,
        TUNED
    }
}
