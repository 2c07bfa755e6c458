package dev.sightline.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The images that a command's arguments mean: a file is itself, a folder all images in it and below in the order of
 * their paths, {@code -} the arguments that stand on stdin, one a line.
 */
final class ImageFiles {
    private static final Set<String> EXTENSIONS =
            Set.of("jpg", "jpeg", "jpe", "jfif", "png", "webp", "gif", "bmp", "tif", "tiff", "heic", "heif", "avif");

    private ImageFiles() {}

    /** The images meant. What does not exist stays in the list, so that its failure is reported in its place. */
    static List<String> of(List<String> arguments, BufferedReader stdin) {
        return arguments.stream()
                .flatMap(argument ->
                        argument.equals("-") ? stdin.lines().filter(line -> !line.isBlank()) : Stream.of(argument))
                .flatMap(ImageFiles::expanded)
                .toList();
    }

    /** Whether the argument is an address rather than a path. */
    static boolean isAddress(String argument) {
        return argument.matches("(?i)(https?|s3|file|data|sightline):.*");
    }

    /** The address of the image: the argument itself where it is one, else that of the file. */
    static String uri(String argument) {
        if (isAddress(argument)) {
            return argument;
        }
        var address = real(argument).toUri().toString();
        // a folder's ends with a slash, which is no file's
        return address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
    }

    /** The folders that hold the files: what a user names may be read. */
    static List<Path> folders(List<String> images) {
        return images.stream()
                .filter(image -> !isAddress(image))
                .map(image -> real(image).getParent())
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
    private static Path real(String file) {
        var path = Path.of(file);
        try {
            return path.toRealPath();
        } catch (IOException e) {
            return path.toAbsolutePath().normalize(); // not there: fetching it says so
        }
    }

    private static Stream<String> expanded(String argument) {
        if (isAddress(argument) || !Files.isDirectory(Path.of(argument))) {
            return Stream.of(argument);
        }
        try (var below = Files.walk(Path.of(argument), FileVisitOption.FOLLOW_LINKS)) {
            return below
                    .filter(file -> hasImageExtension(file) && Files.isRegularFile(file))
                    .sorted()
                    .map(Path::toString)
                    .toList()
                    .stream();
        } catch (IOException | UncheckedIOException e) {
            throw new CannotStartException("cannot read the folder " + argument + ": " + e.getMessage(), e);
        }
    }

    private static boolean hasImageExtension(Path file) {
        var name = file.getFileName().toString();
        return !name.startsWith(".")
                && EXTENSIONS.contains(name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
    }
}
