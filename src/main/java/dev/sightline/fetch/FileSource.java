package dev.sightline.fetch;

import static dev.sightline.failure.FailureCode.ADDRESS_FORBIDDEN;
import static dev.sightline.failure.FailureCode.FETCH_UNAVAILABLE;
import static dev.sightline.failure.FailureCode.IMAGE_FORBIDDEN;
import static dev.sightline.failure.FailureCode.IMAGE_NOT_FOUND;

import dev.sightline.event.ImageReference;
import dev.sightline.failure.CaptionException;
import dev.sightline.failure.FailureCode;
import dev.sightline.storage.ImageBytes;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.AccessDeniedException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code file:} images: regular files below a configured root, reached without a link. */
final class FileSource implements ImageSource {
    private final List<RootFolder> roots;
    private final LimitedRead read;

    FileSource(List<Path> roots, long maxBytes) {
        this.roots = roots.stream().map(RootFolder::new).toList();
        this.read = LimitedRead.ofImages(maxBytes);
    }

    @Override
    public ImageBytes read(ImageReference image) {
        var path = path(image);
        var root = roots.stream()
                .filter(folder -> folder.holds(path))
                .findFirst()
                .orElseThrow(() -> failure(
                        ADDRESS_FORBIDDEN,
                        image,
                        "the file is not below a folder that may be read; move it, or add its folder to"
                                + " sightline.fetch.file-roots",
                        null));
        try (var file = root.open(path);
                var stream = Channels.newInputStream(file)) {
            return read.of(stream, image);
        } catch (NoSuchFileException | NotDirectoryException e) {
            throw failure(IMAGE_NOT_FOUND, image, "there is no such file; check the path", e);
        } catch (AccessDeniedException e) {
            throw failure(IMAGE_FORBIDDEN, image, "the file may not be read; check its permissions", e);
        } catch (ForbiddenFileException e) {
            throw failure(ADDRESS_FORBIDDEN, image, e.getReason(), e);
        } catch (IOException e) {
            // its message would repeat the path, as it is
            throw failure(
                    FETCH_UNAVAILABLE,
                    image,
                    "reading the file failed (" + e.getClass().getSimpleName() + ")",
                    e);
        }
    }

    private static Path path(ImageReference image) {
        try {
            return FileAddress.path(image.uri());
        } catch (InvalidPathException e) {
            throw failure(
                    IMAGE_NOT_FOUND,
                    image,
                    "no file can have this name here: a step is at most 255 bytes long, and one beyond ASCII needs a UTF-8 locale",
                    e);
        } catch (IllegalArgumentException e) {
            throw failure(ADDRESS_FORBIDDEN, image, e.getMessage(), e);
        }
    }

    private static CaptionException failure(
            FailureCode code, ImageReference image, String what, @Nullable Throwable cause) {
        var failure = code.because(image.label() + ": " + what);
        return cause == null ? failure.toException() : new CaptionException(failure, cause);
    }
}
