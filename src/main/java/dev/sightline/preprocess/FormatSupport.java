package dev.sightline.preprocess;

import org.jspecify.annotations.Nullable;

/**
 * Whether files of a type can be read on this machine.
 *
 * @param type    of the files
 * @param missing what to install so that they can, null where they can
 */
public record FormatSupport(ImageType type, @Nullable String missing) {
    /** Whether such files can be read. */
    public boolean readable() {
        return missing == null;
    }
}
