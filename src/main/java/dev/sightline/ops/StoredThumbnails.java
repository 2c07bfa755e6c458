package dev.sightline.ops;

import static java.util.Objects.requireNonNullElseGet;

import dev.sightline.caption.CaptionRequest;
import dev.sightline.caption.Thumbnails;
import dev.sightline.event.ImageId;
import dev.sightline.event.Sha256;
import dev.sightline.fetch.ImageScheme;
import dev.sightline.preprocess.RgbImage;
import dev.sightline.preprocess.Thumbnail;
import dev.sightline.storage.ImageBytes;
import dev.sightline.storage.ImageClaim;
import dev.sightline.storage.ImageStore;
import dev.sightline.storage.StorageConfig;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import org.jboss.logging.Logger;

/**
 * Keeps thumbnails in the store, where they are wanted, and claims what is there already; what cannot be kept is logged and
 * counted.
 */
@ApplicationScoped
public class StoredThumbnails implements Thumbnails {
    private static final Logger LOG = Logger.getLogger(StoredThumbnails.class);

    private final ImageStore store;
    private final boolean wanted;
    private final Counter missed;

    StoredThumbnails(ImageStore store, StorageConfig config, MeterRegistry registry) {
        this.store = store;
        this.wanted = config.thumbnails();
        this.missed = Counter.builder("caption.thumbnails.missed")
                .description("thumbnails that could not be kept")
                .register(registry);
    }

    @Override
    public void keep(CaptionRequest request, Sha256 content, RgbImage pixels) {
        if (request.requestId().equals(WarmUp.REQUEST_ID)) {
            return;
        }
        var imageId = requireNonNullElseGet(request.imageId(), () -> ImageId.ofContent(content));
        var claim = new ImageClaim(imageId, request.requestedAt());
        try {
            if (wanted && store.thumbnail(content).isEmpty()) {
                store.putThumbnail(claim, content, ImageBytes.owning(Thumbnail.jpegOf(pixels)));
            } else if (wanted || isStored(request)) {
                store.claim(claim, content); // what another image brought outlives that image
            }
        } catch (IOException e) {
            missed.increment();
            LOG.warnf("a thumbnail was not kept image=%s reason=%s", imageId, e.getMessage());
        }
    }

    private static boolean isStored(CaptionRequest request) {
        return ImageScheme.of(request.image().uri())
                .filter(scheme -> scheme == ImageScheme.SIGHTLINE)
                .isPresent();
    }
}
