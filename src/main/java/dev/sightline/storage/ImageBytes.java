package dev.sightline.storage;

import dev.sightline.event.Sha256;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.ByteBuffer;

/**
 * The bytes of an image file, never changed after they were made, with their hash.
 *
 * <p>Equality is that of the content. The hash is taken once, on construction.
 */
public final class ImageBytes {
    private final byte[] bytes;
    private final Sha256 sha256;

    private ImageBytes(byte[] bytes) {
        this.bytes = bytes;
        this.sha256 = Sha256.of(bytes);
    }

    /** A copy of the array; the caller keeps its own. */
    public static ImageBytes copyOf(byte[] bytes) {
        return new ImageBytes(bytes.clone());
    }

    /** The array itself: the caller hands it over and does not touch it again. */
    public static ImageBytes owning(byte[] bytes) {
        return new ImageBytes(bytes);
    }

    public int size() {
        return bytes.length;
    }

    /** The hash of the bytes; their name in the store. */
    public Sha256 sha256() {
        return sha256;
    }

    /** A copy, the caller's to change. */
    public byte[] toArray() {
        return bytes.clone();
    }

    /** The bytes without a copy, read-only. */
    public ByteBuffer buffer() {
        return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
    }

    /** The bytes without a copy, from the first one. */
    public InputStream stream() {
        return new ByteArrayInputStream(bytes);
    }

    /** The array that this object owns, for writing it out within the package. */
    byte[] array() {
        return bytes;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ImageBytes that && sha256.equals(that.sha256);
    }

    @Override
    public int hashCode() {
        return sha256.hashCode();
    }

    @Override
    public String toString() {
        return bytes.length + " bytes, sha256 " + sha256;
    }
}
