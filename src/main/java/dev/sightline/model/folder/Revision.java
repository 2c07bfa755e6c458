package dev.sightline.model.folder;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.NavigableSet;
import java.util.TreeSet;

/** Names exactly what runs: SHA-256 over the files loaded, their names, and the precision. */
public final class Revision {
    private Revision() {}

    /**
     * The revision in hex.
     *
     * @param folder   the model folder
     * @param networks the network files loaded; the files in which they keep weights count as well
     * @param running  the precision that runs, such as {@code q4} or {@code int8}
     */
    public static String of(Path folder, Collection<Path> networks, String running) {
        NavigableSet<Path> files = new TreeSet<>();
        try {
            for (Path network : networks) {
                files.add(network);
                files.addAll(OnnxFile.externalData(network));
            }
            try (DirectoryStream<Path> texts =
                    Files.newDirectoryStream(folder, "{*config.json,tokenizer.json,chat_template.*}")) {
                texts.forEach(files::add);
            }
            MessageDigest all = MessageDigest.getInstance("SHA-256");
            for (Path file : files) {
                all.update(folder.relativize(file).toString().getBytes(StandardCharsets.UTF_8));
                all.update(digest(file));
            }
            all.update(running.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(all.digest());
        } catch (IOException e) {
            throw new ModelRefusedException("A file of " + folder + " cannot be read", e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    private static byte[] digest(Path file) throws IOException, NoSuchAlgorithmException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        try (InputStream in = Files.newInputStream(file)) {
            byte[] buffer = new byte[1 << 16];
            for (int n = in.read(buffer); n > 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
            }
        }
        return digest.digest();
    }
}
