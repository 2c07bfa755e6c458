package dev.sightline.train;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a model is built on.
 *
 * @param template a model folder whose tokenizer, chat template and preprocessor serve
 * @param llm      the pretrained language model: GGUF, or a folder of safetensors
 * @param stem     the frozen convolutional stem in ONNX; none for a ViT over the pixels themselves
 */
public record Pretrained(Path template, Path llm, @Nullable Path stem) {}
