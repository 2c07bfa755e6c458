package dev.sightline.caption;

import dev.sightline.generate.EngineConfig;
import dev.sightline.model.Precision;
import dev.sightline.preprocess.PreprocessConfig;
import dev.sightline.task.TaskSettings;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What a captioner is opened with.
 *
 * @param model       the Hugging Face folder
 * @param precision   the number format
 * @param engine      limits of the engine
 * @param encodeBatch most images in one run of the vision encoder
 * @param featureBytes most memory of image tokens kept for further questions on an image; 0 keeps none
 * @param preprocess  how images are read
 * @param tasks       what may be asked
 * @param imageBudget the longest an image may take in all
 */
public record CaptionerSettings(
        Path model,
        Precision precision,
        EngineConfig engine,
        int encodeBatch,
        long featureBytes,
        PreprocessConfig preprocess,
        TaskSettings tasks,
        Duration imageBudget) {
    /** The defaults for a model folder. */
    public static CaptionerSettings of(Path model) {
        return new CaptionerSettings(
                model,
                Precision.AUTO,
                EngineConfig.DEFAULT,
                4,
                32L << 20,
                PreprocessConfig.defaults(),
                TaskSettings.DEFAULTS,
                Duration.ofSeconds(120));
    }

    /** The same with so many texts growing together, and so many images encoded together. */
    public CaptionerSettings withBatch(int size) {
        return new CaptionerSettings(
                model,
                precision,
                engine.withSlots(size),
                Math.min(size, encodeBatch),
                featureBytes,
                preprocess,
                tasks,
                imageBudget);
    }
}
