package dev.sightline.model.folder;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** What a download may leave in place of a file: nothing, a link to nothing, or Git LFS's note of where the file is. */
final class DownloadedFile {
    private static final byte[] GIT_LFS = "version https://git-lfs".getBytes(StandardCharsets.US_ASCII);

    private DownloadedFile() {}

    /** Whether there is a file, or a link that was to lead to one. */
    static boolean isNamed(Path file) {
        return Files.exists(file) || Files.isSymbolicLink(file);
    }

    /**
     * The file, if it is one.
     *
     * @throws ModelRefusedException if it is not, or not all of it; the message says what to do
     */
    static Path whole(Path file) {
        if (!Files.exists(file)) {
            throw new ModelRefusedException(file + " is a link to " + target(file)
                    + ", which is not there: the download did not finish, fetch it again");
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] head = in.readNBytes(GIT_LFS.length);
            if (head.length == 0) {
                throw new ModelRefusedException(file + " is empty: the download did not finish, fetch it again");
            }
            if (Arrays.equals(head, GIT_LFS)) {
                throw new ModelRefusedException(file
                        + " is Git LFS's note of the file, not the file: \"git lfs pull\" in its folder fetches it");
            }
            return file;
        } catch (IOException e) {
            throw new ModelRefusedException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            return "another";
        }
    }
}
