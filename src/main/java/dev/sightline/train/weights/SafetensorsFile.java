package dev.sightline.train.weights;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sightline.model.graph.HalfFloat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A safetensors file: a length, a JSON header, then the tensors, little-endian.
 *
 * <p>Reads F32, F16 and BF16; writes F32 or F16, through a temporary file that takes the name at the end.
 */
public final class SafetensorsFile implements WeightSource {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String METADATA = "__metadata__";

    private final Path path;
    private final JsonNode header;
    private final long dataStart;

    /** How values are stored. */
    public enum Storage {
        F32(4),
        F16(2);

        private final int bytes;

        Storage(int bytes) {
            this.bytes = bytes;
        }
    }

    private SafetensorsFile(Path path, JsonNode header, long dataStart) {
        this.path = path;
        this.header = header;
        this.dataStart = dataStart;
    }

    /** Reads the header; tensors are read when asked for. */
    public static SafetensorsFile open(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            long length = channel.size() < 8 ? 0 : read(channel, 0, 8).getLong();
            if (length < 2 || length > channel.size() - 8) {
                throw new IOException(path.getFileName() + " is no safetensors file: header of " + length + " bytes");
            }
            JsonNode header =
                    JSON.readTree(read(channel, 8, Math.toIntExact(length)).array());
            return new SafetensorsFile(path, header, 8 + length);
        }
    }

    @Override
    public Set<String> names() {
        Map<String, JsonNode> entries = new LinkedHashMap<>();
        header.properties().forEach(e -> entries.put(e.getKey(), e.getValue()));
        entries.remove(METADATA);
        return entries.keySet();
    }

    /** What the writer said about the file, keys to texts. */
    public Map<String, String> metadata() {
        Map<String, String> texts = new LinkedHashMap<>();
        header.path(METADATA)
                .properties()
                .forEach(e -> texts.put(e.getKey(), e.getValue().asText()));
        return texts;
    }

    @Override
    public WeightTensor read(String name) throws IOException {
        JsonNode entry = header.path(name);
        if (entry.isMissingNode() || METADATA.equals(name)) {
            throw new IllegalArgumentException(path.getFileName() + " has no tensor " + name);
        }
        long from = entry.required("data_offsets").required(0).asLong();
        long to = entry.required("data_offsets").required(1).asLong();
        long[] shape = new long[entry.required("shape").size()];
        for (int axis = 0; axis < shape.length; axis++) {
            shape[axis] = entry.required("shape").required(axis).asLong();
        }
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            if (dataStart + to > channel.size()) {
                throw new IOException(path.getFileName() + " is cut off: it ends within " + name);
            }
            ByteBuffer data = read(channel, dataStart + from, Math.toIntExact(to - from));
            return new WeightTensor(shape, decode(data, entry.required("dtype").asText()));
        }
    }

    private static float[] decode(ByteBuffer data, String type) throws IOException {
        switch (type) {
            case "F32" -> {
                float[] values = new float[data.remaining() / 4];
                data.asFloatBuffer().get(values);
                return values;
            }
            case "F16" -> {
                float[] values = new float[data.remaining() / 2];
                for (int i = 0; i < values.length; i++) {
                    values[i] = HalfFloat.toFloat(data.getShort());
                }
                return values;
            }
            case "BF16" -> {
                float[] values = new float[data.remaining() / 2];
                for (int i = 0; i < values.length; i++) {
                    values[i] = Float.intBitsToFloat(data.getShort() << 16);
                }
                return values;
            }
            default -> throw new IOException("safetensors type " + type + " is not read; known: F32, F16, BF16");
        }
    }

    /** Writes tensors in the map's order; the file appears whole or not at all. */
    public static void write(
            Path path, Map<String, WeightTensor> tensors, Storage storage, Map<String, String> metadata)
            throws IOException {
        byte[] header = header(tensors, storage, metadata);
        Path temporary = path.resolveSibling(path.getFileName() + ".tmp");
        try (FileChannel channel = FileChannel.open(
                temporary, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            write(channel, littleEndian(8).putLong(header.length).flip());
            write(channel, ByteBuffer.wrap(header));
            for (WeightTensor tensor : tensors.values()) {
                write(channel, encode(tensor.values(), storage));
            }
            channel.force(true);
        } catch (IOException e) { // a full disk, which what was written so far would keep full
            Files.deleteIfExists(temporary);
            throw e;
        }
        Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static byte[] header(Map<String, WeightTensor> tensors, Storage storage, Map<String, String> metadata)
            throws IOException {
        ObjectNode root = JSON.createObjectNode();
        if (!metadata.isEmpty()) {
            new TreeMap<>(metadata).forEach(root.putObject(METADATA)::put); // the same bytes in every process
        }
        long offset = 0;
        for (Map.Entry<String, WeightTensor> tensor : tensors.entrySet()) {
            ObjectNode entry = root.putObject(tensor.getKey()).put("dtype", storage.name());
            for (long axis : tensor.getValue().shape()) {
                entry.withArray("shape").add(axis);
            }
            entry.withArray("shape");
            long end = offset + (long) tensor.getValue().values().length * storage.bytes;
            entry.putArray("data_offsets").add(offset).add(end);
            offset = end;
        }
        byte[] json = JSON.writeValueAsBytes(root);
        byte[] padded = Arrays.copyOf(json, (json.length + 7) / 8 * 8); // the data starts at a multiple of 8
        Arrays.fill(padded, json.length, padded.length, (byte) ' ');
        return padded;
    }

    private static ByteBuffer encode(float[] values, Storage storage) {
        ByteBuffer out = littleEndian(values.length * storage.bytes);
        if (storage == Storage.F32) {
            out.asFloatBuffer().put(values);
            return out;
        }
        for (float value : values) {
            out.putShort(HalfFloat.of(value));
        }
        return out.flip();
    }

    private static ByteBuffer read(FileChannel channel, long position, int bytes) throws IOException {
        ByteBuffer buffer = littleEndian(bytes);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, position + buffer.position()) < 0) {
                throw new IOException("the file ends " + buffer.remaining() + " bytes early");
            }
        }
        return buffer.flip();
    }

    private static void write(FileChannel channel, ByteBuffer data) throws IOException {
        while (data.hasRemaining()) {
            channel.write(data);
        }
    }

    private static ByteBuffer littleEndian(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
