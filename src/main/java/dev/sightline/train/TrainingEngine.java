package dev.sightline.train;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;

/** DJL's PyTorch engine, which only the build of the profile {@code train} brings. */
public final class TrainingEngine {
    private static final String NAME = "PyTorch";

    private TrainingEngine() {}

    /**
     * A manager on the CPU; the caller closes it, and all weights with it.
     *
     * @throws IllegalStateException if this build has no PyTorch
     */
    public static NDManager open() {
        System.setProperty("ai.djl.offline", "true");
        System.setProperty("OPT_OUT_TRACKING", "true");
        if (!Engine.hasEngine(NAME)) {
            throw new IllegalStateException(
                    "this build cannot train: PyTorch comes with the Maven profile train, which ./sightline uses for train, export and evaluate");
        }
        try {
            return NDManager.newBaseManager(Device.cpu(), NAME);
        } catch (EngineException e) {
            throw new IllegalStateException("PyTorch's native library cannot be loaded: " + e.getMessage(), e);
        }
    }

    /** Records what is computed until it is closed; nothing is recorded outside of it. */
    public static GradientCollector gradients() {
        return Engine.getEngine(NAME).newGradientCollector();
    }
}
