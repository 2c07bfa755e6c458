package dev.sightline.cli;

import dev.sightline.train.TrainingInputs;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What both stages read. */
final class TrainingOptions {
    @Mixin
    private PretrainedOptions builtOn;

    @Option(
            names = "--data",
            required = true,
            paramLabel = "FILE.jsonl",
            description = "Conversations to train on, as import writes them.")
    private Path data;

    @Option(
            names = "--dev",
            paramLabel = "FILE.jsonl",
            description = "Conversations to measure with; never trained on.")
    private @Nullable Path dev;

    @Option(
            names = "--images",
            required = true,
            split = ",",
            paramLabel = "DIR|TAR",
            description = "Where the images are: folders and tar shards.")
    private List<Path> images;

    @Option(
            names = "--patch",
            defaultValue = "16",
            paramLabel = "N",
            description = "Side of a patch in pixels where there is no stem; ${DEFAULT-VALUE} by default.")
    private int patch;

    @Option(
            names = "--views",
            defaultValue = "2",
            paramLabel = "N",
            description = "Views of each image: itself and changed ones; ${DEFAULT-VALUE} by default.")
    private int views;

    @Option(
            names = "--cache",
            paramLabel = "DIR",
            description = "Where the stem's features are kept; data/features beside the launcher by default.")
    private @Nullable Path cache;

    TrainingInputs inputs() {
        return new TrainingInputs(
                data,
                dev,
                images,
                builtOn.pretrained(),
                patch,
                views,
                cache == null ? Home.data().resolve("features") : cache);
    }
}
