package dev.sightline.fetch;

import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Reads {@code file:} addresses (RFC 8089) into absolute paths, of this machine alone and without detours. */
final class FileAddress {
    private static final int LONGEST_NAME = 255; // bytes, on every file system in use

    private FileAddress() {}

    /**
     * The path that the address names.
     *
     * @throws InvalidPathException     if no file here can have that name
     * @throws IllegalArgumentException with a message for people, if it names none
     */
    static Path path(String uri) {
        var rest = uri.substring("file:".length());
        if (rest.startsWith("//")) {
            var slash = rest.indexOf('/', 2);
            var host = slash < 0 ? rest.substring(2) : rest.substring(2, slash);
            if (!host.isEmpty() && !host.equalsIgnoreCase("localhost")) {
                throw new IllegalArgumentException(
                        "a file: address names files of this machine only; write file:///PATH without a host");
            }
            rest = slash < 0 ? "" : rest.substring(slash);
        }
        if (!rest.startsWith("/") || rest.startsWith("//")) {
            throw new IllegalArgumentException("a file: address needs an absolute path: file:///PATH");
        }
        if (rest.indexOf('?') >= 0 || rest.indexOf('#') >= 0) {
            throw new IllegalArgumentException(
                    "a file: address has no query or fragment; write %3F for ? and %23 for # in a file's name");
        }
        var path = Path.of("/");
        for (var segment : rest.substring(1).split("/", -1)) {
            path = path.resolve(name(segment));
        }
        return path;
    }

    /** One step of the way; a step up, a step nowhere and a step that hides others are none. */
    private static String name(String segment) {
        var name = PercentEncoding.text(segment);
        if (name.isEmpty() || name.equals(".") || name.equals("..")) {
            throw new IllegalArgumentException("a file: address has no empty, . or .. steps in its path");
        }
        if (name.indexOf('/') >= 0 || name.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("a file: address has no encoded slash or NUL in its path");
        }
        if (name.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME) {
            throw new InvalidPathException("…", "longer than any file's name");
        }
        return name;
    }
}
