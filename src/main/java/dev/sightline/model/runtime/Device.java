package dev.sightline.model.runtime;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.util.Locale;

/** Where networks compute. The CUDA way has never been run on a GPU. */
public enum Device {
    /** CUDA where it can be used, else the processor. */
    AUTO,
    /** The machine's processor. */
    CPU,
    /** The first NVIDIA GPU. */
    CUDA;

    /** The number of the GPU that is used; {@code CUDA_VISIBLE_DEVICES} says which one that is. */
    public static final int ORDINAL = 0;

    /** The system property that names the device of this process. */
    public static final String PROPERTY = "sightline.device";

    /** The name in options and reports, such as {@code cuda}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Reads an option's value.
     *
     * @throws IllegalArgumentException if there is no such device
     */
    public static Device parse(String label) {
        for (Device device : values()) {
            if (device.label().equals(label)) {
                return device;
            }
        }
        throw new IllegalArgumentException("No device " + label + "; there are auto, cpu, cuda");
    }

    /** What this process was asked to use: {@code -Dsightline.device} or {@code SIGHTLINE_DEVICE}, else {@link #AUTO}. */
    public static Device asked() {
        String byEnvironment = System.getenv().getOrDefault("SIGHTLINE_DEVICE", AUTO.label());
        return parse(System.getProperty(PROPERTY, byEnvironment));
    }

    /** ONNX Runtime's name of its memory. */
    public String memoryName() {
        return this == CUDA ? "Cuda" : "Cpu";
    }

    /** Options of a session that computes here; the caller closes them. */
    public OrtSession.SessionOptions options() throws OrtException {
        OrtSession.SessionOptions options = OnnxRuntime.options();
        if (this == CUDA) {
            options.addCUDA(ORDINAL);
        }
        return options;
    }
}
