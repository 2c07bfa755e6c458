package dev.sightline.event;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;

/**
 * The name under which a process that comes back takes up its own again: the transactions it left open when it was
 * killed, its memberships and its stores.
 */
public final class InstanceName {
    private InstanceName() {}

    /** The configured one, else the one kept below the data folder, made at the first start. */
    public static String of(Optional<String> configured, Path data) {
        return configured.orElseGet(() -> kept(data.resolve("instance")));
    }

    private static String kept(Path file) {
        try {
            if (Files.notExists(file)) {
                Files.createDirectories(file.toAbsolutePath().getParent());
                Files.writeString(file, UUID.randomUUID().toString().substring(0, 8));
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep this instance's name in " + file, e);
        }
    }
}
