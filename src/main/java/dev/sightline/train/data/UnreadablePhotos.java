package dev.sightline.train.data;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.IntConsumer;

/** Which photos are missing or broken, found out before training by reading each once, and kept in a file. */
public final class UnreadablePhotos {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int TOGETHER = 64;

    private UnreadablePhotos() {}

    /**
     * The photos that cannot be read, and why.
     *
     * @param file     keeps the answer for the next run
     * @param madeBy   all that the answer depends on
     * @param progress hears how many photos were read
     */
    public static Map<String, String> among(
            List<String> images, PhotoReader photos, Path file, String madeBy, IntConsumer progress)
            throws IOException {
        if (Files.exists(file)) {
            JsonNode kept = JSON.readTree(file.toFile());
            if (kept.path("madeBy").asText().equals(madeBy)) {
                return JSON.convertValue(kept.required("unreadable"), new TypeReference<>() {});
            }
        }
        Map<String, String> found = new ConcurrentSkipListMap<>();
        for (int at = 0; at < images.size(); at += TOGETHER) {
            int end = Math.min(at + TOGETHER, images.size());
            images.subList(at, end).parallelStream().forEach(image -> {
                PhotoReader.Attempt attempt = photos.attempt(image, 0);
                if (attempt.pixels() == null) {
                    found.put(image, attempt.why());
                }
            });
            progress.accept(end);
        }
        ObjectNode json = JSON.createObjectNode().put("madeBy", madeBy);
        found.forEach(json.putObject("unreadable")::put);
        Files.createDirectories(file.toAbsolutePath().getParent());
        Path whole = file.resolveSibling(file.getFileName() + ".tmp");
        JSON.writeValue(whole.toFile(), json);
        Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return found;
    }
}
