package dev.sightline.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/** UUIDv5 (RFC 9562, 5.5) in the URL namespace; the name is the parts joined by U+001F in UTF-8. */
public final class NameBasedUuid {
    private static final UUID URL_NAMESPACE = UUID.fromString("6ba7b811-9dad-11d1-80b4-00c04fd430c8");

    private NameBasedUuid() {}

    /** The UUID of these parts; the same parts always give the same UUID. */
    public static UUID of(String... parts) {
        var sha1 = sha1();
        sha1.update(ByteBuffer.allocate(16)
                .putLong(URL_NAMESPACE.getMostSignificantBits())
                .putLong(URL_NAMESPACE.getLeastSignificantBits())
                .array());
        var hash = ByteBuffer.wrap(sha1.digest(String.join("\u001f", parts).getBytes(UTF_8)));
        var high = (hash.getLong() & 0xffff_ffff_ffff_0fffL) | 0x5000L; // version 5
        var low = (hash.getLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L; // variant 10
        return new UUID(high, low);
    }

    private static MessageDigest sha1() {
        try {
            return MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }
}
