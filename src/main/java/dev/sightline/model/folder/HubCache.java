package dev.sightline.model.folder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The Hugging Face Hub's cache: {@code models--org--name/snapshots/revision}, and {@code refs/main} names the revision.
 *
 * <p>A model in it is found by its own folder and, where it is the only one, by the cache's.
 */
final class HubCache {
    private static final String PREFIX = "models--";

    private HubCache() {}

    /**
     * The folder with the model's files: the path itself where it is no cache.
     *
     * @throws ModelRefusedException if a cache holds no model there, or several; the message names them
     */
    static Path snapshot(Path path) {
        if (Files.exists(path.resolve("config.json"))) {
            return path;
        }
        if (Files.isDirectory(path.resolve("snapshots"))) {
            return current(path);
        }
        List<Path> models = folders(path, PREFIX);
        if (models.size() > 1) {
            throw new ModelRefusedException(path + " holds several models; name the folder of one: " + names(models));
        }
        return models.isEmpty() ? path : current(models.get(0));
    }

    private static Path current(Path repository) {
        Path main = repository.resolve("refs").resolve("main");
        List<Path> revisions = folders(repository.resolve("snapshots"), "");
        if (!Files.exists(main)) {
            if (revisions.isEmpty()) {
                throw new ModelRefusedException(repository + " holds no snapshot: fetch the model again");
            }
            return revisions.get(revisions.size() - 1);
        }
        try {
            String revision = Files.readString(main).strip();
            return revisions.stream()
                    .filter(found -> found.endsWith(revision))
                    .findFirst()
                    .orElseThrow(() -> new ModelRefusedException(main + " names the revision " + revision
                            + ", whose snapshot is not there; there are: " + names(revisions)));
        } catch (IOException e) {
            throw new ModelRefusedException(main + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static List<Path> folders(Path path, String prefix) {
        if (!Files.isDirectory(path)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(path)) {
            return all.filter(folder -> folder.getFileName().toString().startsWith(prefix) && Files.isDirectory(folder))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new ModelRefusedException(path + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static String names(List<Path> folders) {
        return folders.stream().map(folder -> folder.getFileName().toString()).collect(Collectors.joining(", "));
    }

    /** The Hub's name of the model whose snapshot this is, such as {@code org/name}; null where it is none. */
    static @Nullable String name(Path snapshot) {
        Path snapshots = snapshot.getParent();
        Path repository = snapshots == null ? null : snapshots.getParent();
        String name = repository == null ? "" : String.valueOf(repository.getFileName());
        return name.startsWith(PREFIX) ? name.substring(PREFIX.length()).replace("--", "/") : null;
    }
}
