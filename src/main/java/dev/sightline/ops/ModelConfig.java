package dev.sightline.ops;

import dev.sightline.caption.ModelsInMemory;
import dev.sightline.caption.PrecisionTrial;
import dev.sightline.generate.EngineConfig;
import dev.sightline.model.folder.Precision;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Which model runs, and how much of it at once. */
@ConfigMapping(prefix = "sightline.engine")
public interface ModelConfig {
    /** The model's folder; the one that ships with Sightline unless told otherwise. */
    @WithDefault("${sightline.home:.}/src/main/model")
    Path model();

    /** The number format; {@code auto} takes the fastest that is not worse than fp32, as far as is known. */
    @WithDefault("auto")
    String precision();

    /** Most texts that grow together: more raise the throughput of bulk work and the memory of the cache. */
    @WithDefault("64")
    int slots();

    /** Most bytes of keys and values: fewer make long prompts fail as {@code prompt_too_long}. */
    @WithDefault("536870912")
    long cacheBytes();

    /** Most requests waiting for a slot; more are turned away. */
    @WithDefault("1024")
    int queueCapacity();

    /** Most images in one run of the vision encoder. */
    @WithDefault("4")
    int encodeBatch();

    /** Most bytes of image tokens kept, so that another question on an image does not encode it again; 0 keeps none. */
    @WithDefault("33554432")
    long featureBytes();

    /** The folder of a second model, for tasks that name it; a third is refused. */
    Optional<List<Path>> moreModels();

    /** Most bytes of the files of both models together; raise it where the machine has the memory. */
    @WithDefault("4294967296")
    long modelBytes();

    /** All models as a value. */
    default ModelsInMemory inMemory() {
        return new ModelsInMemory(
                Stream.concat(Stream.of(model()), moreModels().stream().flatMap(List::stream))
                        .toList(),
                modelBytes());
    }

    /** The photos on which {@code auto} compares the precisions of a model that brings no figures. */
    @WithDefault("${sightline.home:.}/src/main/photos")
    Path trialPhotos();

    /** Where the outcome is kept, so that it is found out once. */
    @WithDefault("${sightline.data:data}/precision")
    Path trialMemory();

    /** How {@code auto} finds out. */
    default PrecisionTrial trial() {
        return new PrecisionTrial(trialPhotos(), trialMemory());
    }

    /** The engine's limits as a value. */
    default EngineConfig limits() {
        return new EngineConfig(
                slots(),
                0,
                cacheBytes(),
                queueCapacity(),
                EngineConfig.DEFAULT.promptTokens(),
                EngineConfig.DEFAULT.sharedPrefix());
    }

    /** The number format as a value. */
    default Precision numberFormat() {
        return Precision.parse(precision());
    }
}
