package dev.sightline.storage;

import dev.sightline.event.Sha256;
import java.nio.charset.StandardCharsets;

/**
 * Where things are in the store.
 *
 * <pre>
 * images/ab/abcd…                        the file
 * thumbnails/ab/abcd….jpg                its thumbnail
 * claims/content/ab/abcd…/IMAGE          who wants it; holds the image's id
 * claims/image/12/IMAGE/abcd…            what an image wants; holds the time of its latest claim
 * </pre>
 *
 * <p>IMAGE is the hash of the image's id: an id may be {@code ..}, and file systems may not tell {@code a} from {@code A}.
 */
final class StoreLayout {
    static final String IMAGES = "images";
    static final String THUMBNAILS = "thumbnails";

    private StoreLayout() {}

    static String image(Sha256 content) {
        return IMAGES + "/" + spread(content.hex());
    }

    static String thumbnail(Sha256 content) {
        return THUMBNAILS + "/" + spread(content.hex()) + ".jpg";
    }

    static String claimsOn(Sha256 content) {
        return "claims/content/" + spread(content.hex());
    }

    static String claimOn(Sha256 content, String imageId) {
        return claimsOn(content) + "/" + hash(imageId);
    }

    static String claimsOf(String imageId) {
        return "claims/image/" + spread(hash(imageId));
    }

    static String claimOf(String imageId, Sha256 content) {
        return claimsOf(imageId) + "/" + content.hex();
    }

    private static String hash(String imageId) {
        return Sha256.of(imageId.getBytes(StandardCharsets.UTF_8)).hex();
    }

    private static String spread(String hex) {
        return hex.substring(0, 2) + "/" + hex;
    }
}
