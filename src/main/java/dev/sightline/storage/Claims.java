package dev.sightline.storage;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sightline.event.Sha256;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Which image wants which content: two small objects a claim, one to be found from either side. */
final class Claims {
    private static final int MAX_CLAIM_BYTES = 256;

    private final StoredObjects objects;

    Claims(StoredObjects objects) {
        this.objects = objects;
    }

    /** Makes the claim or renews it; the later time stays. */
    void make(ImageClaim claim, Sha256 content) throws IOException {
        var ofImage = StoreLayout.claimOf(claim.imageId(), content);
        // first what release() starts from: a crash in between leaves nothing that it cannot find
        if (timeOf(ofImage).isBefore(claim.requestedAt())) {
            objects.writeLightly(ofImage, claim.requestedAt().toString().getBytes(UTF_8));
        }
        var onContent = StoreLayout.claimOn(content, claim.imageId());
        if (objects.size(onContent).isEmpty()) {
            objects.writeLightly(onContent, claim.imageId().getBytes(UTF_8));
        }
    }

    /** What the image wants, and since when. */
    Map<Sha256, Instant> of(String imageId) throws IOException {
        var claims = new LinkedHashMap<Sha256, Instant>();
        for (var name : objects.list(StoreLayout.claimsOf(imageId))) {
            var content = new Sha256(name);
            claims.put(content, timeOf(StoreLayout.claimOf(imageId, content)));
        }
        return claims;
    }

    boolean anyOn(Sha256 content) throws IOException {
        return !objects.list(StoreLayout.claimsOn(content)).isEmpty();
    }

    /** The content no longer counts on this image; the image's own side stays until {@link #forget}. */
    void withdraw(String imageId, Sha256 content) throws IOException {
        objects.delete(StoreLayout.claimOn(content, imageId));
    }

    /** Ends a withdrawn claim. */
    void forget(String imageId, Sha256 content) throws IOException {
        objects.delete(StoreLayout.claimOf(imageId, content));
    }

    private Instant timeOf(String claim) throws IOException {
        var written = objects.read(claim, MAX_CLAIM_BYTES);
        if (written.isEmpty()) {
            return Instant.MIN;
        }
        try {
            return Instant.parse(new String(written.get(), UTF_8));
        } catch (DateTimeException e) {
            return Instant.MIN; // a claim cut short by a power failure: it holds until the next deletion
        }
    }
}
