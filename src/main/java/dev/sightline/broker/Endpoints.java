package dev.sightline.broker;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a running pipeline is reached; kept in {@code endpoints.json} below its data folder, so that commands given the
 * same folder find it.
 *
 * @param bootstrapServers the Kafka cluster
 * @param http             base URL of the HTTP interface
 * @param management       base URL of health and metrics
 * @param pid              the process
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record Endpoints(String bootstrapServers, @Nullable String http, @Nullable String management, long pid) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Those of the pipeline that runs, or last ran and was killed, on this data folder. */
    public static Optional<Endpoints> read(Path data) {
        try {
            return Optional.of(JSON.readValue(Files.readAllBytes(file(data)), Endpoints.class));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file(data), e);
        }
    }

    /** Makes these known; a reader sees the old file or the new one, never half of it. */
    public void write(Path data) {
        try {
            Files.createDirectories(data);
            var draft = Files.createTempFile(data, "endpoints", ".json");
            Files.write(draft, JSON.writeValueAsBytes(this));
            move(draft, file(data));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file(data), e);
        }
    }

    /** The same pipeline once its HTTP interfaces listen. */
    public Endpoints withHttp(String http, String management) {
        return new Endpoints(bootstrapServers, http, management, pid);
    }

    /** Whether the process that wrote this still lives. */
    public boolean alive() {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }

    static void delete(Path data) {
        try {
            Files.deleteIfExists(file(data));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + file(data), e);
        }
    }

    private static void move(Path draft, Path file) throws IOException {
        try {
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static Path file(Path data) {
        return data.resolve("endpoints.json");
    }
}
