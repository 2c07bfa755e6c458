package dev.sightline.pipeline;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.sightline.event.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which requests are in work, on disk, so that an image that kills the process does not kill it for ever.
 *
 * <p>One file a channel copy, written through before inference begins and removed at commit or at a clean end. What a
 * start finds there was in work when the process died:
 *
 * <pre>
 * in work with others ─▶ suspect: runs alone ─▶ committed: innocent
 *                                            └▶ the process died again: condemned, never run again
 * </pre>
 */
final class WorkJournal implements AutoCloseable {
    private static final String VERDICTS = "verdicts";
    private static final String SUFFIX = ".json";

    private final Path folder;
    private final Set<String> suspects;
    private final Set<String> condemned;

    /** What is known of requests that were in work when a process died. */
    private record Verdicts(List<String> suspects, List<String> condemned) {}

    /** What a copy has in work. */
    private record InWork(List<String> requestIds, boolean alone) {}

    private WorkJournal(Path folder, Set<String> suspects, Set<String> condemned) {
        this.folder = folder;
        this.suspects = suspects;
        this.condemned = condemned;
    }

    /** Opens the journal and judges what the last run left in it. */
    static WorkJournal open(Path folder) {
        try {
            Files.createDirectories(folder);
            var verdicts = read(
                    folder.resolve(VERDICTS + SUFFIX),
                    new TypeReference<Verdicts>() {},
                    new Verdicts(List.of(), List.of()));
            var suspects = new HashSet<>(verdicts.suspects());
            var condemned = new HashSet<>(verdicts.condemned());
            var left = left(folder);
            for (var file : left) {
                var inWork = read(file, new TypeReference<InWork>() {}, new InWork(List.of(), false));
                (inWork.alone() ? condemned : suspects).addAll(inWork.requestIds());
            }
            suspects.removeAll(condemned);
            var journal = new WorkJournal(folder, suspects, condemned);
            journal.keepVerdicts();
            for (var file : left) {
                Files.delete(file);
            }
            return journal;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep the journal in " + folder, e);
        }
    }

    /** Whether the process died while this request was in work, so that it has to run alone. */
    synchronized boolean suspects(String requestId) {
        return suspects.contains(requestId);
    }

    /** Whether the process died while this request was in work alone, so that it must not run again. */
    synchronized boolean condemns(String requestId) {
        return condemned.contains(requestId);
    }

    /** These requests are about to run together; on disk when this returns. */
    void begin(String copy, Collection<String> requestIds) {
        write(file(copy), new InWork(List.copyOf(requestIds), false));
    }

    /** This request is about to run with no other beside it; on disk when this returns. */
    void beginAlone(String copy, String requestId) {
        write(file(copy), new InWork(List.of(requestId), true));
    }

    /** What the copy ran alone has let the process live: whoever runs next is its death if it dies now. */
    void endAlone(String copy) {
        delete(file(copy));
    }

    /** The copy's batch has been committed with these requests in it. */
    synchronized void committed(String copy, Collection<String> requestIds) {
        delete(file(copy));
        var judged = suspects.removeAll(requestIds);
        judged |= condemned.removeAll(requestIds);
        if (judged) {
            keepVerdicts();
        }
    }

    /** A clean end: what is still in work was not the process's death. */
    @Override
    public void close() {
        try {
            left(folder).forEach(WorkJournal::delete);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot clear the journal in " + folder, e);
        }
    }

    private void keepVerdicts() {
        write(folder.resolve(VERDICTS + SUFFIX), new Verdicts(List.copyOf(suspects), List.copyOf(condemned)));
    }

    private Path file(String copy) {
        return folder.resolve(copy + SUFFIX);
    }

    private static List<Path> left(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(SUFFIX))
                    .filter(file -> !file.endsWith(VERDICTS + SUFFIX))
                    .toList();
        }
    }

    private static <T> T read(Path file, TypeReference<T> type, T absent) throws IOException {
        return Files.exists(file) ? Json.mapper().readValue(Files.readAllBytes(file), type) : absent;
    }

    // whole or not at all, and on the disk before inference begins
    private static void write(Path file, Object content) {
        var draft = file.resolveSibling(file.getFileName() + ".draft");
        try (var channel = FileChannel.open(
                draft, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            var bytes = ByteBuffer.wrap(Json.mapper().writeValueAsBytes(content));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
            Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the journal " + file, e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot clear the journal " + file, e);
        }
    }
}
