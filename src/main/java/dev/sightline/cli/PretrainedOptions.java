package dev.sightline.cli;

import dev.sightline.train.Pretrained;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a model is built on. */
final class PretrainedOptions {
    @Option(
            names = "--language-model",
            required = true,
            paramLabel = "FILE.gguf|DIR",
            description = "The pretrained language model: GGUF, or a folder of safetensors.")
    private Path llm;

    @Option(
            names = "--stem",
            paramLabel = "FILE.onnx",
            description = "A frozen convolutional stem for the ViT; without it the ViT reads pixels.")
    private @Nullable Path stem;

    @Option(
            names = "--template",
            paramLabel = "DIR",
            description =
                    "Model folder whose tokenizer, chat template and preprocessor serve; the shipped one by default.")
    private @Nullable Path template;

    Pretrained pretrained() {
        return new Pretrained(template == null ? Home.model() : template, llm, stem);
    }
}
