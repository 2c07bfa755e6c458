package dev.sightline.preprocess;

import com.sun.jna.Library;
import com.sun.jna.Native;
import java.util.Optional;

/** A native library that the machine may have, or may not. */
final class InstalledLibrary {
    private InstalledLibrary() {}

    /**
     * The library under the first of these names that there is; empty where there is none, or where no native code can be
     * reached at all, such as from a temporary folder whose files must not run.
     */
    static <T extends Library> Optional<T> find(Class<T> functions, String... names) {
        for (var name : names) {
            try {
                return Optional.of(Native.load(name, functions));
            } catch (UnsatisfiedLinkError | NoClassDefFoundError e) {
                // not under this name; the second where the bridge to native code could not be set up before
            }
        }
        return Optional.empty();
    }
}
