package dev.sightline.model.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What this machine's processor can do that matters to number formats.
 *
 * @param features of those that matter, the ones it has, such as {@code avx512_vnni}
 */
public record Processor(Set<String> features) {
    private static final List<String> MATTER =
            List.of("avx2", "avx512f", "avx512_vnni", "avx_vnni", "amx_int8", "amx_bf16", "asimddp", "i8mm");

    public Processor {
        features = Set.copyOf(features);
    }

    /** This machine's; nothing where {@code /proc/cpuinfo} cannot be read. */
    public static Processor here() {
        Path info = Path.of("/proc/cpuinfo");
        if (!Files.isReadable(info)) {
            return new Processor(Set.of());
        }
        try (Stream<String> lines = Files.lines(info)) {
            String flags = lines.filter(line -> line.startsWith("flags") || line.startsWith("Features"))
                    .findFirst()
                    .orElse("");
            Set<String> found = new TreeSet<>(MATTER);
            found.retainAll(List.of(flags.split("\\s+")));
            return new Processor(found);
        } catch (IOException e) {
            return new Processor(Set.of());
        }
    }

    /** Whether it multiplies 8 bits by 8 bits and adds without saturation. */
    public boolean multipliesBytes() {
        return Stream.of("avx512_vnni", "avx_vnni", "amx_int8", "asimddp", "i8mm")
                .anyMatch(features::contains);
    }
}
