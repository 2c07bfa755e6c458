package dev.sightline.storage;

import java.util.regex.Pattern;

/**
 * A bucket, and a prefix within it.
 *
 * @param bucket its name
 * @param prefix empty, or what keys begin with, without a slash at either end
 */
record S3Location(String bucket, String prefix) {
    private static final Pattern URI = Pattern.compile("s3://([A-Za-z0-9._-]{3,255})(?:/+([^/].*?))?/*");

    static boolean isOne(String uri) {
        return uri.startsWith("s3://");
    }

    static S3Location parse(String uri) {
        var parts = URI.matcher(uri);
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "not a place in S3: " + uri + "; write s3://BUCKET or s3://BUCKET/PREFIX");
        }
        return new S3Location(parts.group(1), parts.group(2) == null ? "" : parts.group(2));
    }

    String key(String name) {
        return prefix.isEmpty() ? name : prefix + "/" + name;
    }
}
