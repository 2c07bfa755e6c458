package dev.sightline.fetch;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.READ;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Set;

/**
 * A folder below which files may be read.
 *
 * <p>The way from it to the file is walked folder by folder, each opened relative to the one before (openat) and none
 * through a link, so that nobody who can write below the root can lead the last step elsewhere, however well timed.
 */
final class RootFolder {
    private static final String LINK_ON_THE_WAY = "the way to the file leads through a link; use its real path";

    private final Path root;

    RootFolder(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    /** Whether the path begins with this folder; the file system is not asked. */
    boolean holds(Path path) {
        return path.startsWith(root) && !path.equals(root);
    }

    /** Opens a regular file that {@link #holds} said yes to. The root itself may be a link: its owner chose it. */
    SeekableByteChannel open(Path path) throws IOException {
        var real = root.toRealPath();
        var way = root.relativize(path);
        try (var folder = Files.newDirectoryStream(real)) {
            return folder instanceof SecureDirectoryStream<Path> secure
                    ? walk(secure, way, path)
                    : openAndCheck(real, way);
        }
    }

    private static SeekableByteChannel walk(SecureDirectoryStream<Path> start, Path way, Path path) throws IOException {
        var folder = start;
        try {
            for (var name : way.getParent() == null ? List.<Path>of() : way.getParent()) {
                checkFolder(folder, name, path);
                var below = folder.newDirectoryStream(name, NOFOLLOW_LINKS);
                folder.close();
                folder = below;
            }
            return openRegular(folder, way.getFileName(), path);
        } finally {
            folder.close();
        }
    }

    private static void checkFolder(SecureDirectoryStream<Path> folder, Path name, Path path) throws IOException {
        var attributes = attributes(folder, name);
        if (attributes.isSymbolicLink()) {
            throw new ForbiddenFileException(path.toString(), LINK_ON_THE_WAY);
        }
        if (!attributes.isDirectory()) {
            throw new NotDirectoryException(path.toString());
        }
    }

    private static SeekableByteChannel openRegular(SecureDirectoryStream<Path> folder, Path name, Path path)
            throws IOException {
        // before opening, because opening a pipe waits for its writer
        checkRegular(attributes(folder, name), path);
        return folder.newByteChannel(name, Set.of(READ, NOFOLLOW_LINKS));
    }

    /** Where the system has no openat: open without following a last link, then see where the path really leads. */
    static SeekableByteChannel openAndCheck(Path root, Path way) throws IOException {
        var path = root.resolve(way);
        checkRegular(Files.readAttributes(path, BasicFileAttributes.class, NOFOLLOW_LINKS), path);
        var file = Files.newByteChannel(path, Set.of(READ, NOFOLLOW_LINKS));
        if (!path.toRealPath().equals(path)) {
            file.close();
            throw new ForbiddenFileException(path.toString(), LINK_ON_THE_WAY);
        }
        return file;
    }

    private static BasicFileAttributes attributes(SecureDirectoryStream<Path> folder, Path name) throws IOException {
        return folder.getFileAttributeView(name, BasicFileAttributeView.class, NOFOLLOW_LINKS)
                .readAttributes();
    }

    private static void checkRegular(BasicFileAttributes attributes, Path path) throws ForbiddenFileException {
        if (attributes.isSymbolicLink()) {
            throw new ForbiddenFileException(path.toString(), "the file is a link; use its real path");
        }
        if (!attributes.isRegularFile()) {
            throw new ForbiddenFileException(path.toString(), "this is not a regular file");
        }
    }
}
