package dev.sightline.storage;

import dev.sightline.event.Sha256;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * The store over a folder or a bucket, without a lock.
 *
 * <p>A writer claims first and then makes sure of the bytes. A deleter withdraws its claim, finds no other, takes the
 * bytes out of sight and looks for claims once more before they are gone for good. Whichever comes first, content with
 * a claim is there when both are done.
 */
final class ContentAddressedStore implements ImageStore {
    private final StoredObjects objects;
    private final Claims claims;
    private final StoredVolume volume;
    private final long maxImageBytes;

    ContentAddressedStore(StoredObjects objects, StorageSettings settings) {
        this.objects = objects;
        this.claims = new Claims(objects);
        this.volume = new StoredVolume(objects, settings.maxBytes());
        this.maxImageBytes = settings.maxImageBytes();
    }

    @Override
    public void checkSize(long bytes) throws ImageTooLargeException {
        if (bytes > maxImageBytes) {
            throw new ImageTooLargeException(bytes, maxImageBytes);
        }
    }

    @Override
    public String put(ImageClaim claim, ImageBytes image) throws IOException {
        checkSize(image.size());
        claims.make(claim, image.sha256());
        var key = StoreLayout.image(image.sha256());
        // a file of another size is what a full disk left of it
        if (objects.size(key).orElse(-1) != image.size()) {
            write(key, image, objects::write);
        }
        return ImageStore.uri(image.sha256());
    }

    @Override
    public void putThumbnail(ImageClaim claim, Sha256 content, ImageBytes jpeg) throws IOException {
        claims.make(claim, content);
        write(StoreLayout.thumbnail(content), jpeg, objects::writeLightly);
    }

    @Override
    public void claim(ImageClaim claim, Sha256 content) throws IOException {
        claims.make(claim, content);
    }

    @Override
    public Optional<ImageBytes> get(Sha256 content) throws IOException {
        return objects.read(StoreLayout.image(content), maxImageBytes).map(ImageBytes::owning);
    }

    @Override
    public Optional<ImageBytes> thumbnail(Sha256 content) throws IOException {
        return objects.read(StoreLayout.thumbnail(content), maxImageBytes)
                .filter(bytes -> bytes.length > 0) // see writeLightly
                .map(ImageBytes::owning);
    }

    @Override
    public Optional<Sha256> contentOf(String imageId) throws IOException {
        return claims.of(imageId).entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey);
    }

    @Override
    public void release(String imageId, Instant deletedAt) throws IOException {
        for (var claim : claims.of(imageId).entrySet()) {
            if (!claim.getValue().isAfter(deletedAt)) {
                var content = claim.getKey();
                claims.withdraw(imageId, content);
                if (!claims.anyOn(content)) {
                    remove(StoreLayout.image(content), content);
                    remove(StoreLayout.thumbnail(content), content);
                }
                claims.forget(imageId, content);
            }
        }
    }

    @Override
    public void close() {
        objects.close();
    }

    private void write(String key, ImageBytes bytes, Writing writing) throws IOException {
        var before = objects.size(key).orElse(0);
        var written = false;
        volume.reserve(bytes.size());
        try {
            writing.write(key, bytes.array());
            written = true;
        } finally {
            volume.giveBack(written ? before : bytes.size());
        }
    }

    private void remove(String key, Sha256 content) throws IOException {
        var size = objects.size(key).orElse(0);
        objects.deleteUnless(key, () -> claims.anyOn(content));
        volume.giveBack(size);
    }

    @FunctionalInterface
    private interface Writing {
        void write(String key, byte[] bytes) throws IOException;
    }
}
