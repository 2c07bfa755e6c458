package dev.sightline.model.folder;

import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Weights outside the heap: those of a model lie where its files have them, those that a rewriting makes in a file that is
 * deleted on closing.
 *
 * <p>A reference names its file from the file system's root, because a session resolves all of them against one folder. A
 * session that was made keeps its mapping of a deleted file.
 */
public final class WeightStorage implements AutoCloseable {
    /** Smaller ones stay in the graph: shapes and scales must be known when it is read. */
    public static final int LEAST_BYTES = 1024;

    private static final int ALIGNMENT = 64;

    private @Nullable Path file;
    private @Nullable FileChannel channel;

    /** The folder that references are told from. */
    public static Path root() {
        return Path.of("").toAbsolutePath().getRoot();
    }

    /** Says where a weight's bytes lie. */
    static TensorProto reference(Path file, long offset, long length) {
        return TensorProto.newBuilder()
                .setDataLocation(TensorProto.DataLocation.EXTERNAL)
                .addExternalData(entry("location", root().relativize(file).toString()))
                .addExternalData(entry("offset", Long.toString(offset)))
                .addExternalData(entry("length", Long.toString(length)))
                .build();
    }

    private static StringStringEntryProto entry(String key, String value) {
        return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
    }

    /** A weight that lies beside its model's file, told from the root. */
    static TensorProto fromRoot(Path model, TensorProto weight) {
        Map<String, String> where = where(weight);
        Path folder = model.toAbsolutePath().normalize().getParent();
        Path data = folder.resolve(where.getOrDefault("location", "")).normalize();
        if (!data.startsWith(folder)) {
            throw new ModelRefusedException(model + " keeps weights in " + data + ", outside of its folder");
        }
        long offset = Long.parseLong(where.getOrDefault("offset", "0"));
        try {
            long rest = Files.size(data) - offset;
            long length = Long.parseLong(where.getOrDefault("length", Long.toString(rest)));
            if (length > rest) {
                throw new ModelRefusedException(data + " has " + Files.size(data) + " bytes; the weight "
                        + weight.getName() + " of " + model + " would end at " + (offset + length));
            }
            return weight.toBuilder()
                    .clearExternalData()
                    .mergeFrom(reference(data, offset, length))
                    .build();
        } catch (IOException e) {
            throw new ModelRefusedException(model + " keeps weights in " + data + ", which cannot be read", e);
        }
    }

    /** The weight with its bytes in {@code raw_data}, mapped from its file, not copied. */
    public static TensorProto mapped(TensorProto weight) {
        if (weight.getDataLocation() != TensorProto.DataLocation.EXTERNAL) {
            return weight;
        }
        Map<String, String> where = where(weight);
        Path data = root().resolve(where.getOrDefault("location", ""));
        try (FileChannel in = FileChannel.open(data)) {
            ByteBuffer bytes = in.map(
                    FileChannel.MapMode.READ_ONLY,
                    Long.parseLong(where.getOrDefault("offset", "0")),
                    Long.parseLong(where.getOrDefault("length", "0")));
            return weight.toBuilder()
                    .clearExternalData()
                    .setDataLocation(TensorProto.DataLocation.DEFAULT)
                    .setRawData(UnsafeByteOperations.unsafeWrap(bytes))
                    .build();
        } catch (IOException e) {
            throw new ModelRefusedException(data + " cannot be read", e);
        }
    }

    /** Where a weight's bytes lie, where that is not in the graph. */
    public static Optional<Path> file(TensorProto weight) {
        return weight.getDataLocation() == TensorProto.DataLocation.EXTERNAL
                ? Optional.of(root().resolve(where(weight).getOrDefault("location", "")))
                : Optional.empty();
    }

    /** How many bytes a weight has. */
    public static long bytes(TensorProto weight) {
        return weight.getDataLocation() == TensorProto.DataLocation.EXTERNAL
                ? Long.parseLong(where(weight).getOrDefault("length", "0"))
                : weight.getSerializedSize();
    }

    private static Map<String, String> where(TensorProto weight) {
        Map<String, String> where = new HashMap<>();
        weight.getExternalDataList().forEach(entry -> where.put(entry.getKey(), entry.getValue()));
        return where;
    }

    /** Writes a new weight's bytes out, if they are many; returns it without them. */
    public TensorProto store(TensorProto weight) {
        ByteString bytes = weight.getRawData();
        if (bytes.size() < LEAST_BYTES) {
            return weight;
        }
        try {
            FileChannel out = channel();
            long offset = (out.position() + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
            out.position(offset);
            for (ByteBuffer part : bytes.asReadOnlyByteBufferList()) {
                while (part.hasRemaining()) {
                    out.write(part);
                }
            }
            return weight.toBuilder()
                    .clearRawData()
                    .mergeFrom(reference(file(), offset, bytes.size()))
                    .build();
        } catch (IOException e) {
            throw new ModelRefusedException("Converted weights cannot be kept in " + file + ": " + e.getMessage(), e);
        }
    }

    private FileChannel channel() throws IOException {
        if (channel == null) {
            channel = FileChannel.open(file(), StandardOpenOption.WRITE);
        }
        return channel;
    }

    private Path file() throws IOException {
        if (file == null) {
            file = Files.createTempFile("sightline-", ".weights").toRealPath();
        }
        return file;
    }

    @Override
    public void close() {
        try {
            if (channel != null) {
                channel.close();
            }
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new ModelRefusedException("Converted weights cannot be removed from " + file, e);
        }
    }
}
