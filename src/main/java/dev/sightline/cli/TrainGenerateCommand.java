package dev.sightline.cli;

import dev.sightline.model.runtime.Processor;
import dev.sightline.train.GenerateSettings;
import dev.sightline.train.Training;
import dev.sightline.train.nn.Precision;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sightline train generate}: stage 2. */
@Command(
        name = "generate",
        description = "Stage 2: the ViT of stage 1, a projector and a language model learn to answer.",
        footer = {
            "",
            "Example:",
            "  sightline train generate --from data/align/adapter.safetensors --data chats.jsonl --images photos \\",
            "    --language-model SmolLM2.gguf --out data/generate"
        })
final class TrainGenerateCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Mixin
    private TrainingOptions reads;

    @Mixin
    private RunOptions run;

    @Option(
            names = "--from",
            paramLabel = "FILE.safetensors",
            description = "Stage 1's weights, or those of an earlier stage 2 to go on from.")
    private @Nullable Path from;

    @Option(
            names = "--vision",
            defaultValue = "tuned",
            description = "${COMPLETION-CANDIDATES}; ${DEFAULT-VALUE} by default.")
    private GenerateSettings.Vision vision;

    @Option(
            names = "--llm",
            defaultValue = "lora",
            description = "What of the language model learns: ${COMPLETION-CANDIDATES}; ${DEFAULT-VALUE} by default.")
    private GenerateSettings.Llm llm;

    @Option(
            names = "--warm-up",
            defaultValue = "0",
            paramLabel = "N",
            description = "Steps in which the projector alone learns; ${DEFAULT-VALUE} by default.")
    private int warmUp;

    @Option(
            names = "--batch",
            defaultValue = "8",
            paramLabel = "N",
            description = "Images a pass; ${DEFAULT-VALUE} by default.")
    private int batch;

    @Option(
            names = "--accumulation",
            defaultValue = "2",
            paramLabel = "N",
            description = "Passes an update; ${DEFAULT-VALUE} by default.")
    private int accumulation;

    @Option(
            names = "--conversations",
            defaultValue = "5",
            paramLabel = "N",
            description = "Of one image in a pass, behind their shared prefix; ${DEFAULT-VALUE} by default.")
    private int conversations;

    @Option(
            names = "--vision-rate",
            defaultValue = "4e-4",
            paramLabel = "R",
            description = "Peak learning rate of ViT and projector; ${DEFAULT-VALUE} by default.")
    private double visionRate;

    @Option(
            names = "--llm-rate",
            defaultValue = "4e-4",
            paramLabel = "R",
            description = "Of the language model or its LoRA; ${DEFAULT-VALUE} by default.")
    private double llmRate;

    @Option(
            names = "--precision",
            description =
                    "Of the language model's products: ${COMPLETION-CANDIDATES}; without it bf16 on processors with AMX and fp32 elsewhere.")
    private @Nullable Precision precision;

    @Option(
            names = "--dev-images",
            defaultValue = "100",
            paramLabel = "N",
            description = "Images a measurement captions; ${DEFAULT-VALUE} by default.")
    private int devImages;

    @Override
    public Integer call() {
        var products = precision == null ? Precision.fastest(Processor.here()) : precision;
        command.commandLine().getErr().println("the language model's products are in " + products);
        var settings = new GenerateSettings(
                vision,
                llm,
                warmUp,
                batch,
                accumulation,
                conversations,
                visionRate,
                llmRate,
                products,
                devImages,
                run.seed());
        var report = new TrainingReport(command.commandLine().getErr(), Terminal.width());
        Path weights =
                TrainingCall.of(() -> Training.generate(reads.inputs(), from, settings, run.settings(0.05), report));
        command.commandLine().getOut().println(weights);
        return ExitStatus.ALL_DONE;
    }
}
