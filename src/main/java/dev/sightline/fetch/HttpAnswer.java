package dev.sightline.fetch;

import static dev.sightline.failure.FailureCode.FETCH_UNAVAILABLE;
import static dev.sightline.failure.FailureCode.IMAGE_FORBIDDEN;
import static dev.sightline.failure.FailureCode.IMAGE_NOT_FOUND;
import static dev.sightline.failure.FailureCode.IMAGE_UNDECODABLE;
import static dev.sightline.failure.FailureCode.IMAGE_UNSUPPORTED_TYPE;

import dev.sightline.event.ImageReference;
import dev.sightline.failure.CaptionFailure;
import dev.sightline.storage.ImageBytes;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.jspecify.annotations.Nullable;

/** What a web server said: the image, or where to ask instead; all else is a failure. */
sealed interface HttpAnswer {
    record Image(ImageBytes bytes) implements HttpAnswer {}

    record Redirect(String location) implements HttpAnswer {}

    /** Reads answers up to the byte limit. */
    record Reader(LimitedRead limit) {
        HttpAnswer read(ClassicHttpResponse response, ImageReference image) throws IOException, HttpException {
            return switch (response.getCode()) {
                case 200, 203 -> new Image(body(response, image));
                case 301, 302, 303, 307, 308 -> redirect(response, image);
                default -> throw refusal(response.getCode(), image).toException();
            };
        }

        private ImageBytes body(ClassicHttpResponse response, ImageReference image) throws IOException {
            var entity = response.getEntity();
            if (entity == null) {
                return ImageBytes.owning(new byte[0]);
            }
            if (entity.getContentLength() > limit.maxBytes()) {
                throw limit.tooLarge(image);
            }
            try {
                // not closed here: closing reads on to the end, which may never come
                return limit.of(decoded(entity.getContent(), entity.getContentEncoding(), image), image);
            } catch (ZipException e) {
                throw IMAGE_UNDECODABLE
                        .because(image.label() + ": the source sent broken gzip: " + e.getMessage())
                        .toException();
            }
        }

        /** Some servers compress unasked; the limit then counts what comes out. */
        private static InputStream decoded(InputStream content, @Nullable String encoding, ImageReference image)
                throws IOException {
            return switch (encoding == null ? "" : encoding.strip().toLowerCase(Locale.ROOT)) {
                case "", "identity" -> content;
                case "gzip", "x-gzip" -> new GZIPInputStream(content);
                default ->
                    throw IMAGE_UNSUPPORTED_TYPE
                            .because(image.label() + ": the source sent a Content-Encoding that was not asked for")
                            .toException();
            };
        }

        private static Redirect redirect(ClassicHttpResponse response, ImageReference image) throws HttpException {
            var location = response.getHeader("Location");
            if (location == null) {
                throw FETCH_UNAVAILABLE
                        .because(image.label() + ": the source redirects without saying where")
                        .toException();
            }
            return new Redirect(location.getValue());
        }

        private static CaptionFailure refusal(int status, ImageReference image) {
            var said = image.label() + ": the source answered " + status + "; ";
            if (status == 404 || status == 410) {
                return IMAGE_NOT_FOUND.because(said + "check the address, or submit the image again");
            }
            if (status == 408 || status == 425 || status == 429 || status < 400 || status >= 500) {
                return FETCH_UNAVAILABLE.because(said + "try again later");
            }
            return IMAGE_FORBIDDEN.because(said + "sign the address, or submit the file itself");
        }
    }
}
