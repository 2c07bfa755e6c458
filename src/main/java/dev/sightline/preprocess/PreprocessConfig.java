package dev.sightline.preprocess;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.WithDefault;
import java.util.Locale;

/** How pictures are read; the recipe that turns them into numbers is the model's own. */
@ConfigMapping(prefix = "sightline.preprocess")
public interface PreprocessConfig {
    /**
     * Pictures with more pixels are refused from their header as {@code image_too_many_pixels}. One pixel takes 3 to 6
     * bytes while it is decoded: raising this raises what one picture can take.
     */
    @WithDefault("64000000")
    long maxPixels();

    /**
     * {@code exact} decodes every pixel. {@code reduced} decodes a JPEG that is at least eight times the model's input
     * at half its size: a third of the time, nearly the same numbers (on average 0.003 or less of a range of 2), and
     * another preprocessor hash. Where noise would move the numbers further, the picture is decoded in full.
     */
    @WithDefault("exact")
    Scale decode();

    /**
     * Whether files that lost at most a twentieth of their rows are read as well; the result says how much was there.
     * Otherwise every truncated file is {@code image_undecodable}.
     */
    @WithDefault("false")
    boolean acceptDamaged();

    /** At which scale a file is decoded. */
    enum Scale {
        EXACT,
        REDUCED
    }

    /** What system properties and the environment say, for commands that run without a container. */
    static PreprocessConfig configured() {
        return new SmallRyeConfigBuilder()
                .addDefaultSources()
                .withMapping(PreprocessConfig.class)
                .build()
                .getConfigMapping(PreprocessConfig.class);
    }

    /** What holds where nothing is configured. */
    static PreprocessConfig defaults() {
        return of(Scale.EXACT);
    }

    /** What holds where nothing but the scale is configured. */
    static PreprocessConfig of(Scale decode) {
        return new SmallRyeConfigBuilder()
                .withMapping(PreprocessConfig.class)
                .withDefaultValue("sightline.preprocess.decode", decode.name().toLowerCase(Locale.ROOT))
                .build()
                .getConfigMapping(PreprocessConfig.class);
    }
}
