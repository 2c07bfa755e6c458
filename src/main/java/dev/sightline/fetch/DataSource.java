package dev.sightline.fetch;

import static dev.sightline.failure.FailureCode.EVENT_MALFORMED;

import dev.sightline.event.ImageReference;
import dev.sightline.failure.CaptionException;
import dev.sightline.storage.ImageBytes;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** {@code data:[TYPE][;base64],DATA} (RFC 2397): the image within its address, in base64 or percent-encoded. */
final class DataSource implements ImageSource {
    private final LimitedRead limit;

    DataSource(int maxBytes) {
        this.limit = new LimitedRead(maxBytes, "sightline.fetch.max-data-bytes");
    }

    @Override
    public ImageBytes read(ImageReference image) {
        var comma = image.uri().indexOf(',');
        if (comma < 0) {
            throw malformed(image, "a data: address needs a comma before its data", null);
        }
        var header = image.uri().substring("data:".length(), comma).stripTrailing();
        var data = image.uri().substring(comma + 1);
        var base64 = header.regionMatches(true, header.length() - 7, ";base64", 0, 7);
        try {
            var bytes = base64 ? fromBase64(data, image) : PercentEncoding.bytes(data, maxBytes());
            if (bytes.length > maxBytes()) {
                throw limit.tooLarge(image);
            }
            return ImageBytes.owning(bytes);
        } catch (IllegalArgumentException e) {
            throw malformed(image, e.getMessage(), e);
        }
    }

    /** Base64 as browsers read it: percent-encoding undone, white space dropped, padding optional. */
    private byte[] fromBase64(String data, ImageReference image) {
        var maxChars = (int) Math.min(Integer.MAX_VALUE - 8, (maxBytes() + 2L) / 3 * 4);
        var chars = new byte[Math.min(data.length(), maxChars)];
        int n = 0;
        for (int i = 0; i < data.length(); i++) {
            int c = data.charAt(i);
            if (c == '%') {
                c = PercentEncoding.octet(data, i);
                i += 2;
            }
            if (c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r') {
                continue;
            }
            if (c > 0x7F) {
                throw new IllegalArgumentException("not base64: a character that is not ASCII at " + i);
            }
            if (n == maxChars) {
                throw limit.tooLarge(image);
            }
            chars[n++] = (byte) c;
        }
        return Base64.getDecoder().decode(Arrays.copyOf(chars, n));
    }

    private int maxBytes() {
        return (int) limit.maxBytes();
    }

    private static CaptionException malformed(ImageReference image, String what, @Nullable Throwable cause) {
        var failure = EVENT_MALFORMED.because(image.label() + ": the data: address is broken: " + what);
        return cause == null ? failure.toException() : new CaptionException(failure, cause);
    }
}
