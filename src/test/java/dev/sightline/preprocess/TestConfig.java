package dev.sightline.preprocess;

/** A configuration with the limits that a test needs. */
record TestConfig(long maxPixels, boolean acceptDamaged, Scale decode) implements PreprocessConfig {
    TestConfig(long maxPixels, boolean acceptDamaged) {
        this(maxPixels, acceptDamaged, Scale.EXACT);
    }
}
