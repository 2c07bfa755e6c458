package dev.sightline.model.runtime;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import com.sun.jna.Function;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.util.Map;

/**
 * The functions of ONNX Runtime's C interface that its Java interface does not show: memory on a device, and tensors over
 * it.
 *
 * <p>The table of functions is the one that the Java interface has opened, and only ever grows at its end, so a function's
 * place in {@code onnxruntime_c_api.h} is fixed. Sizes are of 64 bits, as on every system that it is built for. A status other than null becomes an {@link IllegalStateException}.
 */
public final class OrtApi {
    private static final int GET_ERROR_MESSAGE = 2;
    private static final int CREATE_TENSOR_WITH_DATA = 49;
    private static final int CREATE_MEMORY_INFO = 68;
    private static final int ALLOCATOR_ALLOC = 75;
    private static final int ALLOCATOR_FREE = 76;
    private static final int RELEASE_STATUS = 93;
    private static final int RELEASE_MEMORY_INFO = 94;
    private static final int CREATE_ALLOCATOR = 131;
    private static final int RELEASE_ALLOCATOR = 132;

    private static final int DEVICE_ALLOCATOR = 0; // OrtDeviceAllocator
    private static final int DEFAULT_MEMORY = 0; // OrtMemTypeDefault
    private static final Map<OnnxJavaType, Integer> ELEMENT_TYPES =
            Map.of(OnnxJavaType.FLOAT, 1, OnnxJavaType.FLOAT16, 10, OnnxJavaType.BFLOAT16, 16);

    private final Pointer table;
    private final VarHandle session; // of an OrtSession, long
    private final MethodHandle tensor; // long, long, TensorInfo → OnnxTensor
    private final MethodHandle info; // long[], OnnxJavaType, OnnxTensorType → TensorInfo

    private OrtApi(Pointer table, VarHandle session, MethodHandle tensor, MethodHandle info) {
        this.table = table;
        this.session = session;
        this.tensor = tensor;
        this.info = info;
    }

    /** The interface of the runtime in this process. */
    public static OrtApi open() {
        OnnxRuntime.environment();
        try {
            MethodHandles.Lookup own = MethodHandles.lookup();
            Class<?> runtime = Class.forName("ai.onnxruntime.OnnxRuntime", true, OnnxTensor.class.getClassLoader());
            long table = (long) MethodHandles.privateLookupIn(runtime, own)
                    .findStaticVarHandle(runtime, "ortApiHandle", long.class)
                    .get();
            return new OrtApi(
                    new Pointer(table),
                    MethodHandles.privateLookupIn(OrtSession.class, own)
                            .findVarHandle(OrtSession.class, "nativeHandle", long.class),
                    MethodHandles.privateLookupIn(OnnxTensor.class, own)
                            .findConstructor(
                                    OnnxTensor.class,
                                    MethodType.methodType(void.class, long.class, long.class, TensorInfo.class)),
                    MethodHandles.privateLookupIn(TensorInfo.class, own)
                            .findConstructor(
                                    TensorInfo.class,
                                    MethodType.methodType(
                                            void.class,
                                            long[].class,
                                            OnnxJavaType.class,
                                            TensorInfo.OnnxTensorType.class)));
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("This version of ONNX Runtime keeps its handles elsewhere", e);
        }
    }

    /** Names a device's memory, such as {@code Cuda} and {@code Cpu}; to be released. */
    public Pointer memoryInfo(String name, int device) {
        PointerByReference made = new PointerByReference();
        call(CREATE_MEMORY_INFO, name, DEVICE_ALLOCATOR, device, DEFAULT_MEMORY, made);
        return made.getValue();
    }

    public void releaseMemoryInfo(Pointer memoryInfo) {
        function(RELEASE_MEMORY_INFO).invokeVoid(new Object[] {memoryInfo});
    }

    /** The allocator with which a session serves itself on a device; to be released before the session closes. */
    public Pointer allocator(OrtSession of, Pointer memoryInfo) {
        PointerByReference made = new PointerByReference();
        call(CREATE_ALLOCATOR, new Pointer((long) session.get(of)), memoryInfo, made);
        return made.getValue();
    }

    public void releaseAllocator(Pointer allocator) {
        function(RELEASE_ALLOCATOR).invokeVoid(new Object[] {allocator});
    }

    /** Memory that may not be readable from here; to be freed. */
    public Pointer allocate(Pointer allocator, long bytes) {
        PointerByReference made = new PointerByReference();
        call(ALLOCATOR_ALLOC, allocator, bytes, made);
        return made.getValue();
    }

    public void free(Pointer allocator, Pointer memory) {
        call(ALLOCATOR_FREE, allocator, memory);
    }

    /** A tensor over memory that outlives it. */
    public OnnxTensor tensor(Pointer memoryInfo, Pointer memory, OnnxJavaType type, long... shape) {
        Integer element = ELEMENT_TYPES.get(type);
        if (element == null) {
            throw new IllegalArgumentException("Keys and values of " + type + " cannot lie on a device");
        }
        PointerByReference made = new PointerByReference();
        long bytes = CacheMemory.numbers(shape) * type.size;
        call(CREATE_TENSOR_WITH_DATA, memoryInfo, memory, bytes, shape, (long) shape.length, element, made);
        try {
            TensorInfo described =
                    (TensorInfo) info.invokeExact(shape.clone(), type, TensorInfo.OnnxTensorType.mapFromJavaType(type));
            return (OnnxTensor) tensor.invokeExact(Pointer.nativeValue(made.getValue()), 0L, described);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new LinkageError("ONNX Runtime's classes are not as expected", e);
        }
    }

    private Function function(int place) {
        return Function.getFunction(table.getPointer((long) place * Native.POINTER_SIZE));
    }

    private void call(int place, Object... arguments) {
        Pointer status = function(place).invokePointer(arguments);
        if (status != null) {
            String message = function(GET_ERROR_MESSAGE).invokeString(new Object[] {status}, false);
            function(RELEASE_STATUS).invokeVoid(new Object[] {status});
            throw new IllegalStateException("ONNX Runtime: " + message);
        }
    }
}
