package dev.sightline.train.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 of what is added, in its order, by which a cache or a run knows that it is still about the same. */
public final class Fingerprint {
    private final MessageDigest digest;

    public Fingerprint() {
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Adds what each is called. */
    public Fingerprint add(Object... things) {
        for (Object thing : things) {
            digest.update(thing.toString().getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
        }
        return this;
    }

    /** Adds a file's bytes. */
    public Fingerprint addFile(Path file) throws IOException {
        byte[] part = new byte[1 << 16];
        try (InputStream in = Files.newInputStream(file)) {
            for (int length = in.read(part); length >= 0; length = in.read(part)) {
                digest.update(part, 0, length);
            }
        }
        return this;
    }

    /** In hex; nothing can be added any more. */
    public String hex() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
