package dev.sightline.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sightline.model.ModelRefusedException;
import dev.sightline.model.Precision;
import java.nio.file.Path;
import java.util.function.Consumer;

/** A whole run over one kit. */
public final class ConformanceRun {
    private final ConformanceKit kit;
    private final Precision precision;
    private final Consumer<JsonNode> lines;

    /**
     * @param folder    the kit
     * @param precision in which its models run
     * @param lines     told each answer
     */
    public ConformanceRun(Path folder, Precision precision, Consumer<JsonNode> lines) {
        this.kit = new ConformanceKit(folder);
        this.precision = precision;
        this.lines = lines;
    }

    /**
     * Answers everything the kit asks.
     *
     * @param progress told what comes next
     * @throws ModelRefusedException if one of its models does not run here
     */
    public void run(Consumer<String> progress) {
        progress.accept("pictures");
        new PictureRun(kit, lines).run();
        for (var family : kit.families()) {
            progress.accept(family);
            if (kit.hasStrings(family)) {
                TokenizerRun.run(kit, family, lines);
            }
            try (var run = new FamilyRun(kit, family, precision, lines)) {
                run.run();
            }
        }
    }
}
