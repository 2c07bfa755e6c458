package dev.sightline.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sightline.model.folder.ModelRefusedException;
import dev.sightline.model.folder.Precision;
import java.nio.file.Path;
import java.util.function.Consumer;

/** A whole run over one kit. */
public final class ConformanceRun {
    private final ConformanceKit kit;
    private final Precision precision;
    private final Answers answers;
    private final Consumer<String> progress;

    /**
     * @param folder    the kit
     * @param precision in which its models run
     * @param lines     told each answer
     * @param progress  told what comes next, and which questions have no answer
     */
    public ConformanceRun(Path folder, Precision precision, Consumer<JsonNode> lines, Consumer<String> progress) {
        this.kit = new ConformanceKit(folder);
        this.precision = precision;
        this.answers = new Answers(lines, progress);
        this.progress = progress;
    }

    /**
     * Answers everything the kit asks.
     *
     * @return how many questions have no answer
     * @throws ModelRefusedException if one of its models does not run here
     * @throws java.io.UncheckedIOException if the kit lacks a file, or one of its files something
     */
    public int run() {
        progress.accept("pictures");
        new PictureRun(kit, answers).run();
        for (var family : kit.families()) {
            progress.accept(family);
            if (kit.hasStrings(family)) {
                TokenizerRun.run(kit, family, answers);
            }
            try (var run = new FamilyRun(kit, family, precision, answers)) {
                run.run();
            }
        }
        return answers.missing();
    }
}
