package dev.sightline.train.weights;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What stands before a GGUF file's data: metadata and the table of tensors (versions 2 and 3, little-endian).
 *
 * @param metadata  keys to numbers, strings, booleans and lists of them
 * @param tensors   by the file's own names
 * @param dataStart offset of the first tensor
 */
record GgufHeader(Map<String, Object> metadata, Map<String, Entry> tensors, long dataStart) {
    private static final int MAGIC = 0x46554747; // "GGUF"

    /**
     * One row of the table.
     *
     * @param shape outermost axis first (the file has them the other way round)
     */
    record Entry(long[] shape, GgmlType type, long offset) {}

    static GgufHeader read(ByteBuffer in) {
        if (in.getInt() != MAGIC) {
            throw new IllegalArgumentException("no GGUF file: its first four bytes are not GGUF");
        }
        int version = in.getInt();
        if (version != 2 && version != 3) {
            throw new IllegalArgumentException("GGUF version " + version + " is not read; known: 2, 3");
        }
        long tensorCount = in.getLong();
        long metadataCount = in.getLong();
        Map<String, Object> metadata = new LinkedHashMap<>();
        for (long i = 0; i < metadataCount; i++) {
            String key = string(in);
            metadata.put(key, value(in, in.getInt()));
        }
        Map<String, Entry> tensors = new LinkedHashMap<>();
        for (long i = 0; i < tensorCount; i++) {
            String name = string(in);
            long[] shape = new long[in.getInt()];
            for (int axis = shape.length - 1; axis >= 0; axis--) {
                shape[axis] = in.getLong();
            }
            tensors.put(name, new Entry(shape, GgmlType.of(in.getInt()), in.getLong()));
        }
        long alignment = metadata.get("general.alignment") instanceof Number n ? n.longValue() : 32;
        long dataStart = (in.position() + alignment - 1) / alignment * alignment;
        return new GgufHeader(metadata, tensors, dataStart);
    }

    private static String string(ByteBuffer in) {
        long length = in.getLong();
        if (length < 0 || length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] bytes = new byte[(int) length];
        in.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static Object value(ByteBuffer in, int type) {
        return switch (type) {
            case 0 -> in.get() & 0xff;
            case 1 -> (int) in.get();
            case 2 -> in.getShort() & 0xffff;
            case 3 -> (int) in.getShort();
            case 4 -> in.getInt() & 0xffffffffL;
            case 5 -> in.getInt();
            case 6 -> in.getFloat();
            case 7 -> in.get() != 0;
            case 8 -> string(in);
            case 9 -> list(in);
            case 10, 11 -> in.getLong();
            case 12 -> in.getDouble();
            default -> throw new IllegalArgumentException("GGUF metadata type " + type + " is unknown");
        };
    }

    private static List<Object> list(ByteBuffer in) {
        int type = in.getInt();
        int length = Math.toIntExact(in.getLong());
        List<Object> values = new ArrayList<>(Math.min(length, in.remaining()));
        for (int i = 0; i < length; i++) {
            values.add(value(in, type));
        }
        return values;
    }
}
