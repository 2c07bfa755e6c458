package dev.sightline.cli;

import dev.sightline.failure.CaptionFailure;
import dev.sightline.failure.FailureCode;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The images that a command's arguments mean: a file is itself, a folder all images in it and below in the order of
 * their paths, {@code -} the arguments that stand on stdin, one a line.
 */
final class ImageFiles {
    private static final Set<String> EXTENSIONS =
            Set.of("jpg", "jpeg", "jpe", "jfif", "png", "webp", "gif", "bmp", "tif", "tiff", "heic", "heif", "avif");

    private ImageFiles() {}

    /**
     * The images meant. What does not exist stays in the list, so that its failure is reported in its place.
     *
     * @param warnings told of folders that are skipped, and of those without an image
     */
    static List<String> of(List<String> arguments, BufferedReader stdin, Consumer<String> warnings) {
        return arguments.stream()
                .flatMap(argument ->
                        argument.equals("-") ? stdin.lines().filter(line -> !line.isBlank()) : Stream.of(argument))
                .flatMap(argument -> expanded(argument, warnings))
                .toList();
    }

    /** Why no image can be what the argument names, whatever is on the disk. */
    static Optional<CaptionFailure> impossible(String argument) {
        return isAddress(argument) || path(argument).isPresent()
                ? Optional.empty()
                : Optional.of(FailureCode.IMAGE_NOT_FOUND.because(
                        Printed.escaped(argument) + ": no file can have this name here; check the path"));
    }

    /** Whether the argument is an address rather than a path. */
    static boolean isAddress(String argument) {
        return argument.matches("(?i)(https?|s3|file|data|sightline):.*");
    }

    /** The address of the image: the argument itself where it is one, else that of the file. */
    static String uri(String argument) {
        var named = named(argument);
        if (named.isEmpty()) {
            return argument;
        }
        var address = real(named.get()).toUri().toString();
        // a folder's ends with a slash, which is no file's
        return address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
    }

    /** The folders that hold the files: what a user names may be read. */
    static List<Path> folders(List<String> images) {
        return images.stream()
                .flatMap(image -> named(image).stream())
                .map(file -> real(file).getParent())
                .filter(Objects::nonNull)
                .distinct()
                .toList();
    }

    /** A name for people: the file's, or the last part of the address. */
    static String name(String argument) {
        if (argument.startsWith("data:")) {
            return "data";
        }
        var path = argument.replaceFirst("[?#].*", "");
        var name = path.substring(path.lastIndexOf('/') + 1);
        return name.isEmpty() ? path : name;
    }

    // links are followed, since it is the user who names them
    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            return path.toAbsolutePath().normalize(); // not there: fetching it says so
        }
    }

    /** The file of a path or of a {@code file:} address; empty where it is another address, or none can be named so. */
    private static Optional<Path> named(String argument) {
        if (!isAddress(argument)) {
            return path(argument);
        }
        if (!argument.regionMatches(true, 0, "file:", 0, 5)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Path.of(URI.create(argument)));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // fetching it says what is wrong with it
        }
    }

    private static Optional<Path> path(String argument) {
        try {
            return Optional.of(Path.of(argument));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static Stream<String> expanded(String argument, Consumer<String> warnings) {
        var folder =
                isAddress(argument) ? Optional.<Path>empty() : path(argument).filter(Files::isDirectory);
        if (folder.isEmpty()) {
            return Stream.of(argument);
        }
        try {
            var images = FolderWalk.files(folder.get(), warnings).stream()
                    .filter(ImageFiles::hasImageExtension)
                    .map(Path::toString)
                    .toList();
            if (images.isEmpty()) {
                warnings.accept("no images below " + Printed.escaped(argument));
            }
            return images.stream();
        } catch (IOException e) {
            throw new CannotStartException("cannot read the folder " + argument + ": " + e, e);
        }
    }

    private static boolean hasImageExtension(Path file) {
        var name = file.getFileName().toString();
        return !name.startsWith(".")
                && EXTENSIONS.contains(name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
    }
}
