package dev.sightline.event;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** How an image gets its name: the sender's, else that of its address, else that of its content. */
public final class ImageId {
    private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9._~-]{1,128}");

    // parameters that sign an address or let it expire: they change while the image stays the same
    private static final Set<String> SIGNING =
            Set.of("signature", "expires", "key-pair-id", "policy", "sig", "se", "sp", "sv", "st", "token");

    private ImageId() {}

    /** Whether a sender may name an image so. */
    public static boolean isValid(String imageId) {
        return ALLOWED.matcher(imageId).matches();
    }

    /** The id itself where it is one ({@code [A-Za-z0-9._~-]{1,128}}), else IllegalArgumentException. */
    public static String check(String imageId) {
        if (!isValid(imageId)) {
            throw new IllegalArgumentException("imageId must be 1 to 128 of A-Z a-z 0-9 . _ ~ -");
        }
        return imageId;
    }

    /**
     * The id of an image known by its address alone.
     *
     * @param uri {@code sightline:} addresses name content, {@code data:} ones are content; all others are canonicalised
     */
    public static String ofUri(String uri) {
        return NameBasedUuid.of(canonical(uri)).toString();
    }

    /** The id of an image known by its content alone. */
    public static String ofContent(Sha256 content) {
        return NameBasedUuid.of(content.hex()).toString();
    }

    /** The address without fragment, user information and signing parameters, scheme and host in lower case. */
    static String canonical(String address) {
        if (address.startsWith("s3://")) {
            return address; // a key may hold any character
        }
        var scheme = address.split(":", 2)[0].toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            return address; // keys of a bucket and names of files may hold what no URI may
        }
        URI uri;
        try {
            uri = new URI(address);
        } catch (URISyntaxException e) {
            return address; // nothing can be fetched from it, but its failure needs a name
        }
        var canonical = new StringBuilder(scheme).append("://");
        canonical.append(uri.getHost() == null ? "" : uri.getHost().toLowerCase(Locale.ROOT));
        if (uri.getPort() >= 0 && uri.getPort() != (scheme.equals("http") ? 80 : 443)) {
            canonical.append(':').append(uri.getPort());
        }
        canonical.append(uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath());
        if (uri.getRawQuery() != null) {
            var kept = Arrays.stream(uri.getRawQuery().split("&"))
                    .filter(ImageId::namesContent)
                    .collect(Collectors.joining("&"));
            if (!kept.isEmpty()) {
                canonical.append('?').append(kept);
            }
        }
        return canonical.toString();
    }

    private static boolean namesContent(String parameter) {
        var name = parameter.split("=", 2)[0].toLowerCase(Locale.ROOT);
        return !name.startsWith("x-amz-") && !SIGNING.contains(name);
    }
}
