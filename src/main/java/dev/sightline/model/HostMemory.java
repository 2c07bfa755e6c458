package dev.sightline.model;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A cache in the machine's own memory, direct and zeroed; the collector frees it. */
final class HostMemory implements CacheMemory {
    private final OnnxJavaType type;
    private final List<ByteBuffer> buffers;

    HostMemory(int tensors, OnnxJavaType type, long numbers) {
        this.type = type;
        this.buffers = new ArrayList<>(Collections.nCopies(tensors, DirectBuffers.allocate(0)));
        grow(bytes(numbers));
    }

    @Override
    public List<OnnxTensor> tensors(long first, long... shape) throws OrtException {
        List<OnnxTensor> made = new ArrayList<>();
        int bytes = bytes(CacheMemory.numbers(shape));
        for (ByteBuffer buffer : buffers) {
            ByteBuffer part = buffer.slice(bytes(first), bytes).order(ByteOrder.nativeOrder());
            made.add(OnnxTensor.createTensor(OnnxRuntime.environment(), part, shape, type));
        }
        return made;
    }

    @Override
    public void copy(long from, long to, int pieces, long stride, long length) {
        for (ByteBuffer buffer : buffers) {
            for (int piece = 0; piece < pieces; piece++) {
                buffer.put(bytes(to + piece * stride), buffer, bytes(from + piece * stride), bytes(length));
            }
        }
    }

    @Override
    public void reserve(long numbers) {
        int bytes = bytes(numbers);
        if (bytes > buffers.get(0).capacity()) {
            grow(bytes + bytes / 2L); // by half more than needed, so that growth is rare
        }
    }

    private void grow(long bytes) {
        buffers.replaceAll(had -> DirectBuffers.allocate(bytes).put(0, had, 0, had.capacity()));
    }

    private int bytes(long numbers) {
        return Math.toIntExact(numbers * type.size);
    }

    @Override
    public void close() {
        buffers.clear();
    }
}
