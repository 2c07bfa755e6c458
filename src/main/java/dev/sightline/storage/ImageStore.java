package dev.sightline.storage;

import dev.sightline.event.Sha256;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/**
 * Image files by the hash of their content, each with at most one thumbnail.
 *
 * <p>Writing the same content twice stores it once. Readers see whole files or none. Content is kept as long as an
 * image claims it: every {@code put} claims, {@link #release} takes an image's claims back and removes what nobody
 * claims any more. All methods may be called by several threads, and by several processes on one store.
 */
public interface ImageStore extends AutoCloseable {
    /** The scheme of an address in the store. */
    String SCHEME = "sightline";

    /** The address under which requests name stored content. */
    static String uri(Sha256 content) {
        return SCHEME + ":" + content.hex();
    }

    /** Opens the store that the settings name, a folder or a bucket, and makes a folder that is not there yet. */
    static ImageStore open(StorageSettings settings) throws IOException {
        var objects = S3Location.isOne(settings.uri())
                ? new S3Objects(settings.s3(), S3Location.parse(settings.uri()))
                : new FolderObjects(settings.folder());
        return new ContentAddressedStore(objects, settings);
    }

    /**
     * Refuses what {@link #put} would, before anybody reads it.
     *
     * @throws ImageTooLargeException if it has more bytes than one image may have
     */
    void checkSize(long bytes) throws ImageTooLargeException;

    /**
     * Stores an image's file.
     *
     * @return the address under which to find it again
     * @throws ImageTooLargeException if it has more bytes than one image may have
     * @throws StoreFullException     if the store holds as much as it may
     */
    String put(ImageClaim claim, ImageBytes image) throws IOException;

    /** Stores the thumbnail of an image, whose own bytes may be elsewhere; replaces an earlier one. */
    void putThumbnail(ImageClaim claim, Sha256 content, ImageBytes jpeg) throws IOException;

    /** Claims content that another image brought, so that it outlives that image. */
    void claim(ImageClaim claim, Sha256 content) throws IOException;

    /** The file with this content, if it is here. */
    Optional<ImageBytes> get(Sha256 content) throws IOException;

    /** The thumbnail of this content, if there is one. */
    Optional<ImageBytes> thumbnail(Sha256 content) throws IOException;

    /** The content that the image claimed last, if any. */
    Optional<Sha256> contentOf(String imageId) throws IOException;

    /**
     * Takes the image's claims up to {@code deletedAt} back and removes bytes and thumbnails that no image claims any
     * more. Repeating it is harmless, also after a crash halfway.
     */
    void release(String imageId, Instant deletedAt) throws IOException;

    @Override
    void close();
}
