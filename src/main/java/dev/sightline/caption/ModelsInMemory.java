package dev.sightline.caption;

import dev.sightline.model.folder.ModelFolder;
import dev.sightline.model.folder.ModelRefusedException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The models that are to be in memory at once, the first being the one that a task gets that names none.
 *
 * @param folders one or two
 * @param limit   most bytes of their files where there are two
 */
public record ModelsInMemory(List<Path> folders, long limit) {
    private static final int MOST = 2;

    public ModelsInMemory {
        folders = List.copyOf(folders);
    }

    /**
     * The models for people, each with the size of its files.
     *
     * @throws ModelRefusedException if they are too many, too large together, or of one name; the message says what to do
     */
    String check() {
        var opened = folders.stream().map(ModelFolder::open).toList();
        var described = opened.stream().map(ModelsInMemory::described).toList();
        if (opened.size() > MOST) {
            throw new ModelRefusedException(
                    "%s is one model too many beside %s: at most %d are in memory at once. Take one out of sightline.engine.more-models, or run it in a process of its own"
                            .formatted(described.get(MOST), String.join(" and ", described.subList(0, MOST)), MOST));
        }
        var bytes = opened.stream().mapToLong(ModelFolder::bytes).sum();
        if (opened.size() > 1 && bytes > limit) {
            throw new ModelRefusedException(
                    "%s does not fit beside %s: together they may have %s. Raise sightline.engine.model-bytes where the machine has the memory, take a smaller precision, or run it in a process of its own"
                            .formatted(described.get(1), described.get(0), size(limit)));
        }
        if (opened.stream().map(ModelFolder::id).distinct().count() < opened.size()) {
            throw new ModelRefusedException("two models are called "
                    + opened.get(0).id() + ", so that no request could tell them apart: rename one's folder");
        }
        return described.stream().collect(Collectors.joining(", "));
    }

    private static String described(ModelFolder folder) {
        return folder.id() + " (" + size(folder.bytes()) + ")";
    }

    private static String size(long bytes) {
        return String.format(Locale.ROOT, "%,.1f MiB", bytes / (double) (1 << 20));
    }
}
