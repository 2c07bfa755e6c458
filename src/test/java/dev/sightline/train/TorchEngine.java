package dev.sightline.train;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;

/** The engine that trains, for tests: only the profile {@code train} has it. */
public final class TorchEngine {
    private TorchEngine() {}

    /** A fresh manager of DJL's PyTorch engine; the caller closes it. */
    public static NDManager manager() {
        System.setProperty("ai.djl.offline", "true");
        return NDManager.newBaseManager(Device.cpu(), "PyTorch");
    }
}
