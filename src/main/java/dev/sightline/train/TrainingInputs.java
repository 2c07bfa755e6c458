package dev.sightline.train;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a run reads.
 *
 * @param data     conversations to train on
 * @param dev      conversations to measure with, never trained on; none where nothing is measured
 * @param images   folders and tars
 * @param template a model folder whose tokenizer, chat template and preprocessor serve
 * @param llm      the pretrained language model: GGUF, or a folder of safetensors
 * @param stem     the frozen convolutional stem in ONNX; none for a ViT over the pixels themselves
 * @param patch    the side of such a ViT's patches
 * @param views    of each image that is trained on
 * @param cache    where the stem's features are kept
 */
public record TrainingInputs(
        Path data,
        @Nullable Path dev,
        List<Path> images,
        Path template,
        Path llm,
        @Nullable Path stem,
        int patch,
        int views,
        Path cache) {}
