package dev.sightline.intake;

import java.net.URLConnection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Addresses of images, as far as they can be judged without fetching. */
final class ImageAddress {
    private static final Pattern ADDRESS =
            Pattern.compile("(https?|s3|file|sightline):\\S.*", Pattern.CASE_INSENSITIVE);
    // what phones and browsers send and the Java platform does not know
    private static final Map<String, String> NEWER_TYPES =
            Map.of("webp", "image/webp", "heic", "image/heic", "heif", "image/heif", "avif", "image/avif");

    private ImageAddress() {}

    /** Whether this is an address that the pipeline fetches, on one line. */
    static boolean isOne(String text) {
        return ADDRESS.matcher(text).matches();
    }

    /** The file's name for people. */
    static String name(String uri) {
        var path = path(uri);
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** The type that the name promises; empty where it promises none. */
    static Optional<String> type(String uri) {
        var name = name(uri);
        var extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return Optional.ofNullable(NEWER_TYPES.get(extension))
                .or(() -> Optional.ofNullable(URLConnection.guessContentTypeFromName(name)));
    }

    /** What stands behind the scheme: bucket and key, or host and path. */
    static String path(String uri) {
        var start = uri.indexOf("://");
        var path = start < 0 ? uri : uri.substring(start + 3);
        return uri.startsWith("s3:") ? path : path.split("[?#]", 2)[0];
    }
}
