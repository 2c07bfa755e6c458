package dev.sightline.event;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where an image is, and what its sender says of it.
 *
 * @param uri       {@code file:}, {@code sightline:}, {@code data:}, {@code http(s):} or {@code s3:}
 * @param name      a file name for people
 * @param sha256    hash of the file's bytes in lower-case hex; checked after fetching
 * @param mediaType the sender's word for the type; a hint only, the bytes decide
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ImageReference(String uri, @Nullable String name, @Nullable String sha256, @Nullable String mediaType) {
    private static final int LABEL_LENGTH = 200;
    private static final Pattern NOT_PRINTABLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}]");

    public ImageReference {
        requireNonNull(uri, "image.uri");
    }

    /**
     * The image as logs, messages and pages show it: its name, else its address without query and user information,
     * which may hold secrets; of a {@code data:} one only the media type. At most 200 printable characters.
     */
    public String label() {
        return printable(name == null || name.isBlank() ? address() : name);
    }

    /** The address without query and user information, which may hold secrets; of a {@code data:} one the media type. */
    public String address() {
        if (uri.startsWith("s3:")) {
            return uri; // a key may contain any character
        }
        if (uri.regionMatches(true, 0, "data:", 0, 5)) {
            return "data:" + uri.substring(5).split("[;,]", 2)[0];
        }
        var address = uri.split("[?#]", 2)[0];
        var authority = address.indexOf("//");
        if (authority < 0) {
            return address;
        }
        var end = address.indexOf('/', authority + 2);
        var at = address.lastIndexOf('@', end < 0 ? address.length() : end);
        return at < authority ? address : address.substring(0, authority + 2) + address.substring(at + 1);
    }

    private static String printable(String text) {
        var cut = text.length() <= LABEL_LENGTH ? text : text.substring(0, LABEL_LENGTH - 1) + "…";
        return NOT_PRINTABLE.matcher(cut).replaceAll("\uFFFD");
    }
}
