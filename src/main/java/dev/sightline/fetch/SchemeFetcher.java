package dev.sightline.fetch;

import static dev.sightline.failure.FailureCode.ADDRESS_FORBIDDEN;
import static dev.sightline.failure.FailureCode.EVENT_MALFORMED;
import static dev.sightline.failure.FailureCode.IMAGE_EMPTY;
import static dev.sightline.failure.FailureCode.IMAGE_UNDECODABLE;

import dev.sightline.event.ImageReference;
import dev.sightline.event.Sha256;
import dev.sightline.failure.CaptionException;
import dev.sightline.storage.ImageBytes;
import dev.sightline.storage.ImageStore;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Asks the source that serves the address's scheme, then checks what every source owes: some bytes, and the right ones. */
final class SchemeFetcher implements ImageFetcher {
    private final Map<ImageScheme, ImageSource> sources = new EnumMap<>(ImageScheme.class);

    SchemeFetcher(FetchSettings settings, @Nullable ImageStore store) {
        sources.put(ImageScheme.FILE, new FileSource(settings.fileRoots(), settings.maxBytes()));
        if (store != null) {
            sources.put(ImageScheme.SIGHTLINE, new StoreSource(store, settings.maxBytes()));
        }
        sources.put(ImageScheme.DATA, new DataSource(settings.maxDataBytes()));
        var web = new HttpSource(settings);
        sources.put(ImageScheme.HTTP, web);
        sources.put(ImageScheme.HTTPS, web);
        sources.put(ImageScheme.S3, new S3Source(settings));
    }

    @Override
    public ImageBytes fetch(ImageReference image) {
        var expected = expectedHash(image);
        var bytes = ImageScheme.of(image.uri())
                .map(sources::get)
                .orElseThrow(() -> unknownScheme(image))
                .read(image);
        if (bytes.size() == 0) {
            throw IMAGE_EMPTY
                    .because(image.label() + ": the image has 0 bytes; send it again")
                    .toException();
        }
        if (expected != null && !expected.equals(bytes.sha256())) {
            throw IMAGE_UNDECODABLE
                    .because(image.label() + ": these are not the bytes that the request means: their sha256 is "
                            + bytes.sha256() + ", the request gives " + expected
                            + "; submit the image again, or leave sha256 out")
                    .toException();
        }
        return bytes;
    }

    @Override
    public void close() {
        new HashSet<>(sources.values()).forEach(ImageSource::close);
    }

    private static @Nullable Sha256 expectedHash(ImageReference image) {
        if (image.sha256() == null) {
            return null;
        }
        try {
            return new Sha256(image.sha256().toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new CaptionException(
                    EVENT_MALFORMED.because(image.label() + ": image.sha256 is not 64 hexadecimal digits"), e);
        }
    }

    private CaptionException unknownScheme(ImageReference image) {
        var known = sources.keySet().stream().map(scheme -> scheme + ":").collect(Collectors.joining(", "));
        return ADDRESS_FORBIDDEN
                .because(image.label() + ": images are fetched from " + known + " addresses only")
                .toException();
    }
}
