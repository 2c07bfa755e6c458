package dev.sightline.model.runtime;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import java.util.List;

/**
 * Where the tensors of a cache lie, all of one size: key, value, key, value…
 *
 * <p>Places and lengths count numbers, not bytes, from the beginning of each tensor's memory. Not thread-safe; whoever
 * allocated it closes it, after the tensors made of it.
 */
public interface CacheMemory extends AutoCloseable {
    /** Allocates the memory of caches. */
    interface Source {
        /** Room for so many numbers of a type in each of so many tensors. */
        CacheMemory allocate(int tensors, OnnxJavaType type, long numbers);
    }

    /** How many numbers a tensor of a shape has. */
    static long numbers(long... shape) {
        long count = 1;
        for (long dimension : shape) {
            count *= dimension;
        }
        return count;
    }

    /** A tensor of each memory, over what stands from {@code first} on, without a copy; the caller closes them. */
    List<OnnxTensor> tensors(long first, long... shape) throws OrtException;

    /**
     * Copies within each tensor's memory, by whoever is alone at it; source and target do not overlap.
     *
     * <p>Only the pieces are sure to arrive; what lies between the target's pieces is undefined afterwards.
     *
     * @param pieces runs of {@code length} numbers that lie {@code stride} numbers apart
     */
    void copy(long from, long to, int pieces, long stride, long length);

    /** Makes room for so many numbers; what stood there stays. */
    void reserve(long numbers);

    @Override
    void close();
}
