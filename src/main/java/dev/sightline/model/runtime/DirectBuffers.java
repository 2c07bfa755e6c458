package dev.sightline.model.runtime;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;

/** Memory that sessions read and write without a copy; it grows to the largest run and is used again. */
public final class DirectBuffers {
    private ByteBuffer memory = allocate(0);

    /** Direct memory in native order, zeroed. */
    public static ByteBuffer allocate(long bytes) {
        return ByteBuffer.allocateDirect(Math.toIntExact(bytes)).order(ByteOrder.nativeOrder());
    }

    /** Room for so many longs; what stood there is undefined. */
    public LongBuffer longs(int count) {
        return scratch(count * (long) Long.BYTES).asLongBuffer();
    }

    /** Room for so many floats; what stood there is undefined. */
    public FloatBuffer floats(int count) {
        return scratch(count * (long) Float.BYTES).asFloatBuffer();
    }

    /** Room for so many bytes; what stood there is undefined. */
    ByteBuffer scratch(long bytes) {
        if (memory.capacity() < bytes) {
            memory = allocate(bytes);
        }
        return memory.duplicate().order(ByteOrder.nativeOrder()).limit((int) bytes);
    }
}
