package dev.sightline.model.runtime;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * A cache in the machine's own memory.
 *
 * <p>What no text has reached yet takes up no memory: it is asked for at once, but the system gives it page by page when it is
 * written to. Buffers that Java makes are written to at once. It is given back when it is closed: what waits for the garbage
 * collector is not seen to be large by it.
 */
public final class HostMemory implements CacheMemory {
    private final OnnxJavaType type;
    private final List<Block> blocks = new ArrayList<>();

    public HostMemory(int tensors, OnnxJavaType type, long numbers) {
        this.type = type;
        for (int i = 0; i < tensors; i++) {
            blocks.add(Block.of(bytes(numbers)));
        }
    }

    @Override
    public List<OnnxTensor> tensors(long first, long... shape) throws OrtException {
        List<OnnxTensor> made = new ArrayList<>();
        int bytes = bytes(CacheMemory.numbers(shape));
        for (Block block : blocks) {
            ByteBuffer part = block.buffer().slice(bytes(first), bytes).order(ByteOrder.nativeOrder());
            made.add(OnnxTensor.createTensor(OnnxRuntime.environment(), part, shape, type));
        }
        return made;
    }

    @Override
    public void copy(long from, long to, int pieces, long stride, long length) {
        for (Block block : blocks) {
            ByteBuffer buffer = block.buffer();
            for (int piece = 0; piece < pieces; piece++) {
                buffer.put(bytes(to + piece * stride), buffer, bytes(from + piece * stride), bytes(length));
            }
        }
    }

    @Override
    public void reserve(long numbers) {
        int bytes = bytes(numbers);
        if (bytes > blocks.get(0).buffer().capacity()) {
            int more = Math.toIntExact(bytes + bytes / 2L); // by half more, so that growth is rare
            blocks.replaceAll(had -> had.grown(more));
        }
    }

    private int bytes(long numbers) {
        return Math.toIntExact(numbers * type.size);
    }

    @Override
    public void close() {
        blocks.forEach(Block::free);
        blocks.clear();
    }

    /** The memory of one tensor; its buffer is not to be touched once it is freed. */
    private record Block(long address, ByteBuffer buffer) {
        static Block of(int bytes) {
            int some = Math.max(1, bytes);
            long address = Native.malloc(some);
            if (address == 0) {
                throw new OutOfMemoryError("There are no " + some + " bytes for keys and values");
            }
            return new Block(address, new Pointer(address).getByteBuffer(0, some));
        }

        Block grown(int bytes) {
            Block grown = of(bytes);
            grown.buffer.put(0, buffer, 0, buffer.capacity());
            free();
            return grown;
        }

        void free() {
            Native.free(address);
        }
    }
}
