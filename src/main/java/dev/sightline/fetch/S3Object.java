package dev.sightline.fetch;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An object's address.
 *
 * @param bucket the bucket's name
 * @param key    the object's key; it climbs nowhere, because with the bucket in the path that would leave the bucket
 */
record S3Object(String bucket, String key) {
    private static final Pattern URI =
            Pattern.compile("s3://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])/(.+)", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    S3Object {
        if (Arrays.stream(key.split("[/\\\\]", -1)).anyMatch(step -> step.equals(".") || step.equals(".."))) {
            throw new ForbiddenAddressException("its key has a . or .. step");
        }
        if (key.codePoints().anyMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE)) {
            throw new ForbiddenAddressException("its key has what is no printable character");
        }
    }

    static S3Object parse(String uri) {
        var parts = URI.matcher(uri);
        if (!parts.matches()) {
            throw new ForbiddenAddressException("an address in S3 is s3://BUCKET/KEY");
        }
        return new S3Object(parts.group(1), parts.group(2));
    }

    /** The object that is meant if the key is percent-encoded; none if it is not. */
    Optional<S3Object> decoded() {
        try {
            var plain = PercentEncoding.text(key);
            return plain.equals(key) ? Optional.empty() : Optional.of(new S3Object(bucket, plain));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
