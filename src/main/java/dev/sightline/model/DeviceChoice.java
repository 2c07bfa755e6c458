package dev.sightline.model;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtProvider;
import dev.sightline.model.folder.ModelFolder;
import dev.sightline.model.folder.ModelRefusedException;
import dev.sightline.model.folder.Precision;
import dev.sightline.model.graph.Trial;
import dev.sightline.model.runtime.Device;
import dev.sightline.model.runtime.OnnxRuntime;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/**
 * Where a model computes, and why there.
 *
 * @param device {@link Device#CPU} or {@link Device#CUDA}
 * @param reason for people
 */
public record DeviceChoice(Device device, String reason) {
    private static final Logger LOG = Logger.getLogger(DeviceChoice.class);
    private static final AtomicLong FALLBACKS = new AtomicLong();

    /** What everybody is told of the GPU. */
    public static final String UNTRIED = "never run on a GPU";

    /**
     * Decides.
     *
     * @throws ModelRefusedException if CUDA was asked for and cannot be used; the message says what to do
     */
    public static DeviceChoice of(Device asked, ModelFolder folder) {
        if (asked == Device.CPU) {
            return new DeviceChoice(Device.CPU, "asked for");
        }
        Optional<String> missing = missing();
        if (asked == Device.CUDA) {
            missing.ifPresent(why -> {
                throw new ModelRefusedException("CUDA was asked for and cannot be used: " + why);
            });
            return new DeviceChoice(Device.CUDA, "asked for; " + UNTRIED);
        }
        Optional<String> why = missing.isPresent() || folder.has(Precision.FP16)
                ? missing
                : Optional.of("the model has no _fp16 files: sightline convert " + folder.path()
                        + " --precision fp16 makes them");
        if (why.isEmpty()) {
            return new DeviceChoice(Device.CUDA, "auto: there is a GPU; " + UNTRIED);
        }
        if (isBuilt()) {
            FALLBACKS.incrementAndGet();
            LOG.warnf("The processor computes instead of CUDA: %s", why.get());
        }
        return new DeviceChoice(Device.CPU, "auto: " + why.get());
    }

    /** How many models of this process fell back from CUDA to the processor. */
    public static long fallbacks() {
        return FALLBACKS.get();
    }

    /** Whether this build has CUDA, be there a GPU or not. */
    static boolean isBuilt() {
        OnnxRuntime.environment(); // the library is loaded with the settings that it needs
        return OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA);
    }

    /** What keeps this process from computing on a GPU, and what to do; empty if nothing does. It is tried once. */
    private static Optional<String> missing() {
        return Trial.MISSING;
    }

    private static final class Trial {
        private static final Optional<String> MISSING = isBuilt()
                ? tried()
                : Optional.of("this build has no CUDA; sightline --device cuda makes and runs the one that has it, "
                        + UNTRIED);
    }

    private static Optional<String> tried() {
        try (DeviceCopy ran = new DeviceCopy(Device.CUDA, 1, OnnxJavaType.FLOAT)) {
            return Optional.empty();
        } catch (OrtException e) {
            return Optional.of(
                    "there is no NVIDIA GPU with its driver, CUDA 12 and cuDNN 9, or CUDA_VISIBLE_DEVICES hides"
                            + " it; nvidia-smi must list one. ONNX Runtime says: "
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
        }
    }
}
