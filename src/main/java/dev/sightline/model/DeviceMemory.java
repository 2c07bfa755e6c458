package dev.sightline.model;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import com.sun.jna.Pointer;
import dev.sightline.model.runtime.CacheMemory;
import dev.sightline.model.runtime.DirectBuffers;
import dev.sightline.model.runtime.OnnxRuntime;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** A cache on a device, zeroed: it is copied there and never read from here. */
final class DeviceMemory implements CacheMemory {
    private static final long ZEROS = 1 << 18;

    private final DeviceAllocator allocator;
    private final OnnxJavaType type;
    private final DeviceCopy copier;
    private final int tensors;
    private List<Pointer> memory = List.of();
    private long numbers;

    DeviceMemory(DeviceAllocator allocator, int tensors, OnnxJavaType type, long numbers) {
        this.allocator = allocator;
        this.tensors = tensors;
        this.type = type;
        try {
            this.copier = allocator.copier(tensors, type);
        } catch (OrtException e) {
            throw new IllegalStateException("The device cannot copy: " + e.getMessage(), e);
        }
        grow(Math.max(1, numbers)); // an empty tensor has an address too
    }

    @Override
    public List<OnnxTensor> tensors(long first, long... shape) {
        if (first + CacheMemory.numbers(shape) > numbers) {
            throw new IndexOutOfBoundsException("A tensor from " + first + " on ends beyond " + numbers + " numbers");
        }
        return tensors(memory, first, shape);
    }

    private List<OnnxTensor> tensors(List<Pointer> of, long first, long... shape) {
        List<OnnxTensor> made = new ArrayList<>();
        for (Pointer pointer : of) {
            made.add(allocator.tensor(pointer.share(first * type.size), type, shape));
        }
        return made;
    }

    /** In one piece, from the first to the last of the pieces asked for. */
    @Override
    public void copy(long from, long to, int pieces, long stride, long length) {
        if (length > 0) {
            long all = (pieces - 1) * stride + length;
            copy(tensors(from, all), tensors(to, all));
        }
    }

    private void copy(List<OnnxTensor> from, List<OnnxTensor> to) {
        try {
            copier.copy(from, to);
        } finally {
            from.forEach(OnnxTensor::close);
            to.forEach(OnnxTensor::close);
        }
    }

    @Override
    public void reserve(long more) {
        if (more > numbers) {
            grow(more + more / 2); // by half more than needed, so that growth is rare
        }
    }

    private void grow(long more) {
        List<Pointer> had = memory;
        List<Pointer> grown = new ArrayList<>();
        for (int i = 0; i < tensors; i++) {
            grown.add(allocator.allocate(more * type.size));
        }
        if (numbers > 0) {
            copy(tensors(had, 0, numbers), tensors(grown, 0, numbers));
        }
        for (long at = numbers; at < more; at += ZEROS) {
            long count = Math.min(ZEROS, more - at);
            copy(zeros(count), tensors(grown, at, count));
        }
        memory = grown;
        numbers = more;
        had.forEach(allocator::free);
    }

    private List<OnnxTensor> zeros(long count) {
        List<OnnxTensor> made = new ArrayList<>();
        ByteBuffer zeros = DirectBuffers.allocate(count * type.size);
        try {
            for (int i = 0; i < tensors; i++) {
                made.add(OnnxTensor.createTensor(OnnxRuntime.environment(), zeros, new long[] {count}, type));
            }
        } catch (OrtException e) {
            throw new IllegalStateException("No zeros for the device: " + e.getMessage(), e);
        }
        return made;
    }

    @Override
    public void close() {
        memory.forEach(allocator::free);
        memory = List.of();
        numbers = 0;
        copier.close();
    }
}
