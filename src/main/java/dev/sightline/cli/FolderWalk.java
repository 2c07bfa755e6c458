package dev.sightline.cli;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The regular files of a folder and of all below, links followed; what cannot be entered is skipped with a warning. */
final class FolderWalk extends SimpleFileVisitor<Path> {
    private final Path folder;
    private final Consumer<String> warnings;
    private final List<Path> files = new ArrayList<>();

    private FolderWalk(Path folder, Consumer<String> warnings) {
        this.folder = folder;
        this.warnings = warnings;
    }

    /**
     * The files, in the order of their paths.
     *
     * @throws IOException if the folder itself cannot be read
     */
    static List<Path> files(Path folder, Consumer<String> warnings) throws IOException {
        var walk = new FolderWalk(folder, warnings);
        Files.walkFileTree(folder, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, walk);
        return walk.files.stream().sorted().toList();
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
        if (attributes.isRegularFile()) {
            files.add(file);
        }
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path path, IOException failure) throws IOException {
        return skipped(path, failure);
    }

    @Override
    public FileVisitResult postVisitDirectory(Path path, @Nullable IOException failure) throws IOException {
        return failure == null ? FileVisitResult.CONTINUE : skipped(path, failure);
    }

    private FileVisitResult skipped(Path path, IOException failure) throws IOException {
        if (path.equals(folder)) {
            throw failure;
        }
        var why = failure instanceof FileSystemLoopException
                ? "it links to a folder above it"
                : "it cannot be read (" + failure.getClass().getSimpleName() + ")";
        warnings.accept(Printed.escaped(path.toString()) + " is skipped: " + why);
        return FileVisitResult.CONTINUE;
    }
}
