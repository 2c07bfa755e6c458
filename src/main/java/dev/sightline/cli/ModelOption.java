package dev.sightline.cli;

import dev.sightline.caption.CaptionerSettings;
import dev.sightline.caption.PrecisionTrial;
import dev.sightline.model.folder.Precision;
import dev.sightline.preprocess.PreprocessConfig;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Which model runs, and in which number format. */
final class ModelOption {
    @Mixin
    private ModelFolderOption folder;

    @Option(
            names = "--precision",
            paramLabel = "PRECISION",
            converter = Named.class,
            description = "auto (default: the fastest that is not measurably worse than fp32), fp32, fp16, int8,"
                    + " int8-dynamic or int4.")
    private @Nullable Precision precision;

    Path folder() {
        return folder.path();
    }

    Precision precision() {
        return precision == null ? Precision.AUTO : precision;
    }

    /** The folder that was named, where one was. */
    Optional<Path> named() {
        return folder.named();
    }

    /** The precision that was named, where one was. */
    Optional<Precision> namedPrecision() {
        return Optional.ofNullable(precision);
    }

    /** A captioner's defaults for this model. */
    CaptionerSettings captioner() {
        return captioner(folder());
    }

    /** A captioner's defaults for another folder, in the same precision. */
    CaptionerSettings captioner(Path other) {
        return CaptionerSettings.of(other)
                .withPrecision(precision())
                .withPreprocess(PreprocessConfig.configured())
                .withTrial(new PrecisionTrial(Home.photos(), Home.data().resolve("precision")));
    }

    /** Reads {@code int8-dynamic} and its like. */
    static final class Named implements ITypeConverter<Precision> {
        @Override
        public Precision convert(String value) {
            try {
                return Precision.parse(value);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(String.valueOf(e.getMessage()));
            }
        }
    }
}
