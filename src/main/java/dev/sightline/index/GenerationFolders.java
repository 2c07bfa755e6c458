package dev.sightline.index;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.IndexFormatTooNewException;
import org.apache.lucene.index.IndexFormatTooOldException;
import org.jboss.logging.Logger;

/**
 * The folders of an index's generations: numbers below one folder. The lowest serves; one above it was being made when
 * the process ended, and is no more than a beginning.
 */
final class GenerationFolders {
    private static final Logger LOG = Logger.getLogger(GenerationFolders.class);

    private final Path parent;

    GenerationFolders(Path parent) {
        this.parent = parent;
    }

    /** The one that serves; beginnings of others are removed. */
    Path oldest() throws IOException {
        var numbers = numbers();
        for (var i = 1; i < numbers.size(); i++) {
            delete(folder(numbers.get(i)));
        }
        return folder(numbers.isEmpty() ? 1 : numbers.get(0));
    }

    /** A new one, above all others. */
    Path next() throws IOException {
        var numbers = numbers();
        return folder(numbers.isEmpty() ? 1 : numbers.get(numbers.size() - 1) + 1);
    }

    /** Opens the folder's index, or an empty one in its place where it is broken or its positions are of no use. */
    ImageIndex open(Path folder, Predicate<IndexPositions> useful) throws IOException {
        try {
            var index = ImageIndex.open(folder);
            if (index.isNew() || useful.test(index.committed())) {
                return index;
            }
            index.close();
            LOG.infof("the index is made anew: the topics, or its layout, have changed folder=%s", folder);
        } catch (IOException | IllegalArgumentException e) { // the latter of a codec that only another version has
            if (!isUnreadable(e) && !(e instanceof IllegalArgumentException)) {
                throw e;
            }
            LOG.warnf(e, "the index is made anew: it cannot be read folder=%s", folder);
        }
        delete(folder);
        return ImageIndex.open(folder);
    }

    /** Whether an index reads no better the next time, unlike one on a full disk or that another process has open. */
    static boolean isUnreadable(Throwable failure) {
        return failure instanceof CorruptIndexException
                || failure instanceof IndexFormatTooOldException
                || failure instanceof IndexFormatTooNewException
                || failure instanceof EOFException
                || failure instanceof NoSuchFileException
                || (failure.getCause() != null && isUnreadable(failure.getCause()));
    }

    /** Removes the folder with what is in it. */
    void delete(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            for (var file : (Iterable<Path>) files::iterator) {
                Files.deleteIfExists(file);
            }
        } catch (NoSuchFileException e) {
            return;
        }
        Files.delete(folder);
    }

    private Path folder(int number) {
        return parent.resolve(Integer.toString(number));
    }

    private List<Integer> numbers() throws IOException {
        Files.createDirectories(parent);
        try (var folders = Files.list(parent)) {
            return folders.map(folder -> folder.getFileName().toString())
                    .filter(name -> name.matches("[0-9]{1,9}"))
                    .map(Integer::valueOf)
                    .sorted()
                    .toList();
        }
    }
}
