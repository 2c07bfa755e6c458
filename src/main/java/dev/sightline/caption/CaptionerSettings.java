package dev.sightline.caption;

import dev.sightline.generate.EngineConfig;
import dev.sightline.model.folder.ModelFolder;
import dev.sightline.model.folder.Precision;
import dev.sightline.preprocess.PreprocessConfig;
import dev.sightline.task.TaskSettings;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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
 * @param trial       finds out what {@code auto} means for a folder without figures; null takes its files as they are
 */
public record CaptionerSettings(
        Path model,
        Precision precision,
        EngineConfig engine,
        int encodeBatch,
        long featureBytes,
        PreprocessConfig preprocess,
        TaskSettings tasks,
        @Nullable PrecisionTrial trial) {
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
                null);
    }

    /** The same for another folder. */
    public CaptionerSettings withModel(Path other) {
        return new CaptionerSettings(other, precision, engine, encodeBatch, featureBytes, preprocess, tasks, trial);
    }

    /** The same in another number format. */
    public CaptionerSettings withPrecision(Precision other) {
        return new CaptionerSettings(model, other, engine, encodeBatch, featureBytes, preprocess, tasks, trial);
    }

    /** The same with images read so. */
    public CaptionerSettings withPreprocess(PreprocessConfig other) {
        return new CaptionerSettings(model, precision, engine, encodeBatch, featureBytes, other, tasks, trial);
    }

    /** The same with trials of a folder's precisions. */
    public CaptionerSettings withTrial(@Nullable PrecisionTrial other) {
        return new CaptionerSettings(model, precision, engine, encodeBatch, featureBytes, preprocess, tasks, other);
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
                trial);
    }

    /** What a trial says of the folder's precisions, where one is needed and asked for. */
    public Optional<PrecisionVerdict> verdict(ModelFolder folder) {
        return trial == null ? Optional.empty() : trial.verdict(this, folder);
    }
}
