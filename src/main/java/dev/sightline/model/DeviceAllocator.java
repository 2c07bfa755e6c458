package dev.sightline.model;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.sun.jna.Pointer;
import dev.sightline.model.runtime.CacheMemory;
import dev.sightline.model.runtime.Device;
import dev.sightline.model.runtime.OrtApi;

/**
 * Allocates caches where a session computes, so that keys and values never leave the device.
 *
 * <p>Java's ONNX Runtime has no IoBinding, but a tensor over device memory that is given as a run's input or pinned output is
 * used in place. Whoever made it closes it, after its caches and before the session.
 */
final class DeviceAllocator implements CacheMemory.Source, AutoCloseable {
    private final OrtApi api = OrtApi.open();
    private final Device device;
    private final Pointer memoryInfo;
    private final Pointer allocator;
    private int allocations;

    /**
     * Opens the allocator of a session.
     *
     * @param device where the session computes
     */
    DeviceAllocator(OrtSession session, Device device) {
        this.device = device;
        this.memoryInfo = api.memoryInfo(device.memoryName(), Device.ORDINAL);
        this.allocator = api.allocator(session, memoryInfo);
    }

    @Override
    public CacheMemory allocate(int tensors, OnnxJavaType type, long numbers) {
        return new DeviceMemory(this, tensors, type, numbers);
    }

    /** A program that copies tensors on the device; the caller closes it. */
    DeviceCopy copier(int tensors, OnnxJavaType type) throws OrtException {
        return new DeviceCopy(device, tensors, type);
    }

    /** Memory that has not been freed yet, in pieces. */
    int allocations() {
        return allocations;
    }

    Pointer allocate(long bytes) {
        Pointer memory = api.allocate(allocator, bytes);
        allocations++;
        return memory;
    }

    void free(Pointer memory) {
        api.free(allocator, memory);
        allocations--;
    }

    /** A tensor over some of this memory; the caller closes it first. */
    OnnxTensor tensor(Pointer memory, OnnxJavaType type, long... shape) {
        return api.tensor(memoryInfo, memory, type, shape);
    }

    @Override
    public void close() {
        api.releaseAllocator(allocator);
        api.releaseMemoryInfo(memoryInfo);
    }
}
