package dev.sightline.fetch;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The kinds of address under which images are fetched. */
public enum ImageScheme {
    /** A file below a configured root; never accepted from REST or chat. */
    FILE,
    /** Content of the image store. */
    SIGHTLINE,
    /** The image within its address. */
    DATA,
    HTTP,
    HTTPS,
    /** An object in a listed bucket. */
    S3;

    /** The scheme of an address, upper or lower case; empty where it has none that we fetch from. */
    public static Optional<ImageScheme> of(String uri) {
        return Arrays.stream(values())
                .filter(scheme -> uri.regionMatches(
                        true, 0, scheme + ":", 0, scheme.name().length() + 1))
                .findFirst();
    }

    /** Whether it names what only this machine has: such an address is not accepted from REST or chat. */
    public boolean local() {
        return this == FILE;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
