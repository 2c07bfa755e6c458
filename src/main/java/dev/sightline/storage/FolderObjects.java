package dev.sightline.storage;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * Objects as files of a folder: written beside their place, forced to the disk where that matters, and moved there in
 * one step.
 *
 * <p>{@code passing/} holds files on their way in or out; what a crash leaves there is of no use to anybody.
 */
final class FolderObjects implements StoredObjects {
    private final Path folder;
    private final Path passing;

    FolderObjects(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder).toRealPath();
        this.passing = Files.createDirectories(this.folder.resolve("passing"));
        sweep();
    }

    @Override
    public void write(String key, byte[] bytes) throws IOException {
        write(key, bytes, true);
    }

    @Override
    public void writeLightly(String key, byte[] bytes) throws IOException {
        write(key, bytes, false);
    }

    private void write(String key, byte[] bytes, boolean forced) throws IOException {
        var incoming = passing();
        try {
            try (var channel = FileChannel.open(incoming, CREATE_NEW, WRITE)) {
                var remaining = ByteBuffer.wrap(bytes);
                while (remaining.hasRemaining()) {
                    channel.write(remaining);
                }
                if (forced) {
                    channel.force(true);
                }
            }
            move(incoming, folder.resolve(key));
        } finally {
            Files.deleteIfExists(incoming);
        }
    }

    @Override
    public Optional<byte[]> read(String key, long maxBytes) throws IOException {
        try (var file = Files.newInputStream(folder.resolve(key))) {
            var limit = Math.toIntExact(maxBytes);
            var bytes = file.readNBytes(limit);
            if (file.read() >= 0) {
                throw new ImageTooLargeException(Files.size(folder.resolve(key)), maxBytes);
            }
            return Optional.of(bytes);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    @Override
    public OptionalLong size(String key) throws IOException {
        try {
            return OptionalLong.of(Files.size(folder.resolve(key)));
        } catch (NoSuchFileException e) {
            return OptionalLong.empty();
        }
    }

    @Override
    public void delete(String key) throws IOException {
        Files.deleteIfExists(folder.resolve(key));
    }

    @Override
    public void deleteUnless(String key, Wanted wanted) throws IOException {
        var outgoing = passing();
        try {
            Files.move(folder.resolve(key), outgoing, ATOMIC_MOVE);
        } catch (NoSuchFileException e) {
            return;
        }
        if (wanted.stillWanted()) {
            move(outgoing, folder.resolve(key));
        } else {
            Files.delete(outgoing);
        }
    }

    @Override
    public List<String> list(String below) throws IOException {
        try (var names = Files.list(folder.resolve(below))) {
            return names.map(path -> path.getFileName().toString()).sorted().toList();
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    @Override
    public long volume(String below) throws IOException {
        try (var files = Files.walk(folder.resolve(below))) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(FolderObjects::sizeNow)
                    .sum();
        } catch (NoSuchFileException e) {
            return 0;
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    @Override
    public void close() {
        // a folder holds nothing open
    }

    /** Removes what crashes left behind; nothing passes for a day. */
    private void sweep() throws IOException {
        var yesterday = FileTime.from(Instant.now().minus(Duration.ofDays(1)));
        for (var name : list("passing")) {
            var left = passing.resolve(name);
            if (Files.exists(left) && Files.getLastModifiedTime(left).compareTo(yesterday) < 0) {
                Files.deleteIfExists(left);
            }
        }
    }

    private Path passing() {
        return passing.resolve(UUID.randomUUID().toString());
    }

    private static void move(Path from, Path to) throws IOException {
        Files.createDirectories(to.getParent());
        Files.move(from, to, ATOMIC_MOVE);
    }

    private static long sizeNow(Path file) {
        try {
            return Files.size(file);
        } catch (NoSuchFileException e) {
            return 0; // deleted while we counted
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
