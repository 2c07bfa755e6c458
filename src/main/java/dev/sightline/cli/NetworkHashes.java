package dev.sightline.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** Which networks were run: the same name with the same hash is the same file. */
final class NetworkHashes {
    private NetworkHashes() {}

    /** File name → SHA-256, of every network of a model folder. */
    static Map<String, String> of(Path folder) throws IOException {
        var hashes = new TreeMap<String, String>();
        try (var files = Files.list(folder.resolve("onnx"))) {
            for (var file : files.sorted().toList()) {
                hashes.put(file.getFileName().toString(), sha256(file));
            }
        }
        return hashes;
    }

    private static String sha256(Path file) throws IOException {
        try (var in = new DigestInputStream(Files.newInputStream(file), MessageDigest.getInstance("SHA-256"))) {
            in.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(in.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
