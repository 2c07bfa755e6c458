package dev.sightline.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What the figures were measured on; they mean nothing without it.
 *
 * @param processor its name
 * @param features  those of its instructions that networks use, as Linux names them
 * @param cores     usable ones
 * @param java      the runtime's version
 */
public record Machine(String processor, List<String> features, int cores, String java) {
    private static final List<String> OF_INTEREST =
            List.of("avx2", "avx512f", "avx512_vnni", "avx_vnni", "avx512_bf16", "amx_tile", "amx_int8", "amx_bf16");
    private static final Path CPUINFO = Path.of("/proc/cpuinfo");

    public Machine {
        features = List.copyOf(features);
    }

    /** This machine. */
    public static Machine here() {
        var cpu = cpuinfo();
        var flags = Arrays.asList(cpu.getOrDefault("flags", "").split(" "));
        return new Machine(
                cpu.getOrDefault("model name", System.getProperty("os.arch")),
                OF_INTEREST.stream().filter(flags::contains).toList(),
                Runtime.getRuntime().availableProcessors(),
                Runtime.version().toString());
    }

    /** Seconds of processor time that this process has used, all threads together. */
    static double cpuSeconds() {
        return system().getProcessCpuTime() / 1e9;
    }

    /** The share of the processors that anybody uses, 0 to 1, over the given time. */
    public static double load(long millis) throws InterruptedException {
        system().getCpuLoad(); // the next answer is about the time since this one
        Thread.sleep(millis);
        return system().getCpuLoad();
    }

    private static OperatingSystemMXBean system() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    }

    private static Map<String, String> cpuinfo() {
        if (!Files.isReadable(CPUINFO)) {
            return Map.of();
        }
        try (var lines = Files.lines(CPUINFO)) {
            return lines.map(line -> line.split("\\s*:\\s*", 2))
                    .filter(pair -> pair.length == 2)
                    .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1], (first, later) -> first));
        } catch (IOException e) {
            return Map.of();
        }
    }
}
