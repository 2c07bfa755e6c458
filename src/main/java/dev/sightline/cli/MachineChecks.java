package dev.sightline.cli;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** What Sightline asks of the machine: Java, memory, a disk it may write. */
final class MachineChecks {
    private static final int JAVA = 17;
    private static final long GIB = 1L << 30;
    private static final long MEMORY = 2 * GIB;
    private static final long DISK = 2 * GIB;

    private MachineChecks() {}

    static Finding java() {
        var version = Runtime.version();
        var found = "%s by %s, %s %s"
                .formatted(
                        version,
                        System.getProperty("java.vendor"),
                        System.getProperty("os.name"),
                        System.getProperty("os.arch"));
        return version.feature() >= JAVA
                ? Finding.good("java", found)
                : Finding.bad("java", found + ": install a JDK " + JAVA + " or later");
    }

    static Finding memory() {
        var machine = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        var found = "%.1f GiB, %.1f free; heap up to %.1f"
                .formatted(
                        gib(machine.getTotalMemorySize()),
                        gib(machine.getFreeMemorySize()),
                        gib(Runtime.getRuntime().maxMemory()));
        return machine.getTotalMemorySize() >= MEMORY
                ? Finding.good("memory", found)
                : Finding.warning("memory", found + ": the default model and an embedded broker want 2 GiB");
    }

    /** Whether the data folder, or the one it will be made in, can be written and has room. */
    static Finding disk(Path data) {
        var folder = data.toAbsolutePath();
        while (!Files.exists(folder) && folder.getParent() != null) {
            folder = folder.getParent();
        }
        if (!Files.isDirectory(folder) || !Files.isWritable(folder)) {
            return Finding.bad("disk", folder + " cannot be written: choose another folder by --data");
        }
        try {
            var free = Files.getFileStore(folder).getUsableSpace();
            var found = "%s, %.1f GiB free".formatted(data, gib(free));
            return free >= DISK
                    ? Finding.good("disk", found)
                    : Finding.warning("disk", found + ": topics and images grow; make room or choose another --data");
        } catch (IOException e) {
            return Finding.bad("disk", folder + " cannot be read: " + e.getMessage());
        }
    }

    private static double gib(long bytes) {
        return (double) bytes / GIB;
    }
}
