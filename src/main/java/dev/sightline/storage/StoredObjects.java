package dev.sightline.storage;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Named byte strings with folders in their names, the little that a folder and a bucket have in common.
 *
 * <p>Keys are made by {@link StoreLayout} alone: lower-case letters, digits, dots and slashes.
 */
interface StoredObjects extends AutoCloseable {
    /** Writes the whole object or nothing, over an earlier one; it outlives a power failure. */
    void write(String key, byte[] bytes) throws IOException;

    /** Writes what can be made again: faster, and after a power failure it may be there without its bytes. */
    void writeLightly(String key, byte[] bytes) throws IOException;

    /** The object's bytes; an object of more than {@code maxBytes} is not read. */
    Optional<byte[]> read(String key, long maxBytes) throws IOException;

    /** The object's size, if it is there. */
    OptionalLong size(String key) throws IOException;

    /** Removes the object if it is there. */
    void delete(String key) throws IOException;

    /** Removes the object, looks once more, and puts it back if it is wanted after all. */
    void deleteUnless(String key, Wanted wanted) throws IOException;

    /** The names directly below a folder; none if there is no such folder. */
    List<String> list(String folder) throws IOException;

    /** The bytes of all objects below a folder. */
    long volume(String folder) throws IOException;

    @Override
    void close();

    /** Asked once the object is out of sight. */
    @FunctionalInterface
    interface Wanted {
        boolean stillWanted() throws IOException;
    }
}
