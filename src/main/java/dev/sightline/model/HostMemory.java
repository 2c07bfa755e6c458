package dev.sightline.model;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import com.sun.jna.Memory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * A cache in the machine's own memory; the collector frees it.
 *
 * <p>What no text has reached yet takes up no memory: it is asked for at once, but the system gives it page by page when it is
 * written to. Buffers that Java makes are written to at once.
 */
final class HostMemory implements CacheMemory {
    private final OnnxJavaType type;
    private final List<Memory> memories;

    HostMemory(int tensors, OnnxJavaType type, long numbers) {
        this.type = type;
        this.memories = new ArrayList<>();
        for (int i = 0; i < tensors; i++) {
            memories.add(new Memory(Math.max(1, bytes(numbers))));
        }
    }

    @Override
    public List<OnnxTensor> tensors(long first, long... shape) throws OrtException {
        List<OnnxTensor> made = new ArrayList<>();
        for (Memory memory : memories) {
            ByteBuffer part = memory.getByteBuffer(bytes(first), bytes(CacheMemory.numbers(shape)))
                    .order(ByteOrder.nativeOrder());
            made.add(OnnxTensor.createTensor(OnnxRuntime.environment(), part, shape, type));
        }
        return made;
    }

    @Override
    public void copy(long from, long to, int pieces, long stride, long length) {
        for (Memory memory : memories) {
            ByteBuffer buffer = memory.getByteBuffer(0, memory.size());
            for (int piece = 0; piece < pieces; piece++) {
                buffer.put((int) bytes(to + piece * stride), buffer, (int) bytes(from + piece * stride), (int)
                        bytes(length));
            }
        }
    }

    @Override
    public void reserve(long numbers) {
        long bytes = bytes(numbers);
        if (bytes > memories.get(0).size()) {
            memories.replaceAll(had -> grown(had, bytes + bytes / 2)); // by half more, so that growth is rare
        }
    }

    private static Memory grown(Memory had, long bytes) {
        Memory grown = new Memory(bytes);
        grown.write(0, had.getByteArray(0, (int) had.size()), 0, (int) had.size());
        return grown;
    }

    private long bytes(long numbers) {
        return numbers * type.size;
    }

    @Override
    public void close() {
        memories.clear();
    }
}
