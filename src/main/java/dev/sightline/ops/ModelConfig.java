package dev.sightline.ops;

import dev.sightline.generate.EngineConfig;
import dev.sightline.model.Precision;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;

/** Which model runs, and how much of it at once. */
@ConfigMapping(prefix = "sightline.engine")
public interface ModelConfig {
    /** The model's folder; the one that ships with Sightline unless told otherwise. */
    @WithDefault("${sightline.home:.}/src/main/model")
    Path model();

    /** The number format; {@code auto} takes what the folder's author chose. */
    @WithDefault("auto")
    String precision();

    /** Most texts that grow together: more raise the throughput of bulk work and the memory of the cache. */
    @WithDefault("32")
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
