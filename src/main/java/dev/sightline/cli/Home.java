package dev.sightline.cli;

import java.nio.file.Path;

/** Where Sightline itself lies: the launcher's folder. */
final class Home {
    private Home() {}

    /** The model folder that ships with it. */
    static Path model() {
        return folder().resolve("src/main/model");
    }

    /** The photos that ship with it. */
    static Path photos() {
        return folder().resolve("src/main/photos");
    }

    /** The programs that drive other runtimes. */
    static Path peers() {
        return folder().resolve("src/main/peers");
    }

    /** Where a pipeline keeps its data unless told otherwise. */
    static Path data() {
        return folder().resolve("data");
    }

    static Path folder() {
        return Path.of(System.getProperty("sightline.home", "")).toAbsolutePath();
    }
}
