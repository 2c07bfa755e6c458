package dev.sightline.train.data;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sightline.model.graph.HalfFloat;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.ShortBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A frozen stem's features of several views of each image, as half floats in a mapped file.
 *
 * <pre>
 * features-HASH.f16: image 0 view 0 [N, C], image 0 view 1, …
 * features.json:     names, views, N, C, what they were made by, and which images could not be read
 * </pre>
 *
 * <p>The JSON is written last: a cache whose making was interrupted is made again. A run keeps the features that it has opened,
 * whoever makes others in the same folder meanwhile.
 */
public final class FeatureCache implements PatchSource {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long SEGMENT_BYTES = 1L << 30; // Java maps at most 2 GiB at once

    private final Map<String, Integer> index = new HashMap<>();
    private final Map<String, String> unreadable;
    private final int patches;
    private final int width;
    private final int views;
    private final int imagesPerSegment;
    private final ShortBuffer[] segments;

    private FeatureCache(JsonNode description, Path data) throws IOException {
        this.patches = description.required("patches").asInt();
        this.width = description.required("width").asInt();
        this.views = description.required("views").asInt();
        this.unreadable = JSON.convertValue(description.required("unreadable"), new TypeReference<>() {});
        for (JsonNode name : description.required("names")) {
            index.put(name.asText(), index.size());
        }
        long imageBytes = Math.max(1, 2L * views * patches * width); // a cache of no images knows no size
        this.imagesPerSegment = Math.toIntExact(Math.max(1, SEGMENT_BYTES / imageBytes));
        this.segments = new ShortBuffer[(index.size() + imagesPerSegment - 1) / imagesPerSegment];
        try (FileChannel channel = FileChannel.open(data, StandardOpenOption.READ)) {
            for (int i = 0; i < segments.length; i++) {
                long start = (long) i * imagesPerSegment * imageBytes;
                long length = Math.min(imagesPerSegment * imageBytes, channel.size() - start);
                MappedByteBuffer mapped = channel.map(MapMode.READ_ONLY, start, length);
                segments[i] = mapped.order(ByteOrder.LITTLE_ENDIAN).asShortBuffer();
            }
        }
    }

    /**
     * Opens the cache of a folder if it was made in this way; makes it first if not.
     *
     * @param madeBy a hash of all that the features depend on
     */
    public static FeatureCache open(Path folder, List<String> images, int views, String madeBy, FeatureMaker maker)
            throws IOException {
        Path description = folder.resolve("features.json");
        Path data = folder.resolve("features-" + madeBy + ".f16");
        if (!Files.exists(data)
                || !Files.exists(description)
                || !JSON.readTree(description.toFile()).path("madeBy").asText().equals(madeBy)) {
            Files.createDirectories(folder);
            make(folder, images, views, madeBy, maker);
        }
        return new FeatureCache(JSON.readTree(description.toFile()), data);
    }

    private static void make(Path folder, List<String> images, int views, String madeBy, FeatureMaker maker)
            throws IOException {
        Path data = Files.createTempFile(folder, "features-", ".tmp");
        Path description = Files.createTempFile(folder, "features-", ".tmp");
        try {
            FeatureMaker.Made made = maker.make(images, views, data);
            ObjectNode json = JSON.createObjectNode()
                    .put("patches", made.patches())
                    .put("width", made.width())
                    .put("views", views)
                    .put("madeBy", madeBy);
            images.stream().filter(name -> !made.unreadable().containsKey(name)).forEach(json.putArray("names")::add);
            made.unreadable().forEach(json.putObject("unreadable")::put);
            JSON.writeValue(description.toFile(), json);
            replace(data, folder.resolve("features-" + madeBy + ".f16"));
            replace(description, folder.resolve("features.json"));
        } finally {
            Files.deleteIfExists(data);
            Files.deleteIfExists(description);
        }
        forgetOthers(folder, madeBy);
    }

    private static void replace(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void forgetOthers(Path folder, String madeBy) throws IOException {
        try (DirectoryStream<Path> features = Files.newDirectoryStream(folder, "features*.f16")) {
            for (Path file : features) {
                if (!file.endsWith("features-" + madeBy + ".f16")) {
                    Files.delete(file);
                }
            }
        }
    }

    /** Images that have no features because they are missing or broken, and why. */
    public Map<String, String> unreadable() {
        return unreadable;
    }

    @Override
    public int patches() {
        return patches;
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public int views() {
        return views;
    }

    @Override
    public void read(String image, int view, float[] out, int at) {
        Integer number = index.get(image);
        if (number == null) {
            throw new IllegalArgumentException("no features of " + image);
        }
        int values = patches * width;
        ShortBuffer halves = segments[number / imagesPerSegment];
        int from = (number % imagesPerSegment * views + view) * values;
        for (int i = 0; i < values; i++) {
            out[at + i] = HalfFloat.toFloat(halves.get(from + i));
        }
    }
}
