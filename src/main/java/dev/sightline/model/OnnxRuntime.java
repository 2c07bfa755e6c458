package dev.sightline.model;

import ai.djl.engine.Engine;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;

/**
 * ONNX Runtime inside DJL's engine: one environment and one pool of threads for all sessions of the process.
 *
 * <p>The pool has a thread a processor; {@code -Dsightline.threads} gives another number.
 */
final class OnnxRuntime {
    private static final long STACK_BYTES = 256L << 20;
    private static final ReentrantLock TURN = new ReentrantLock(true);

    private OnnxRuntime() {}

    /** Keeps DJL from looking for anything on the network. */
    static void goOffline() {
        System.setProperty("ai.djl.offline", "true");
        System.setProperty("OPT_OUT_TRACKING", "true");
    }

    /** The environment, made by DJL's engine on first use. */
    static OrtEnvironment environment() {
        return Environment.MADE;
    }

    private static final class Environment {
        private static final OrtEnvironment MADE = make();
    }

    /** Makes it on a deep stack: ONNX Runtime matches the process's command line recursively, and class paths are long. */
    private static OrtEnvironment make() {
        goOffline();
        int threads =
                Integer.getInteger("sightline.threads", Runtime.getRuntime().availableProcessors());
        if (System.getProperty("ai.djl.onnxruntime.num_threads") == null) {
            System.setProperty("ai.djl.onnxruntime.num_threads", Integer.toString(threads));
        }
        CompletableFuture<Engine> engine = CompletableFuture.supplyAsync(
                () -> Engine.getEngine("OnnxRuntime"),
                work -> new Thread(null, work, "sightline-onnx", STACK_BYTES).start());
        if (!engine.join().getEngineName().equals("OnnxRuntime")) {
            throw new IllegalStateException("DJL has no ONNX Runtime engine");
        }
        return OrtEnvironment.getEnvironment();
    }

    /** Options of every session: its threads come from the common pool, weights outside its graph are told from the root. */
    static OrtSession.SessionOptions options() throws OrtException {
        OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        options.disablePerSessionThreads();
        options.addConfigEntry(
                "session.model_external_initializers_file_folder_path",
                WeightStorage.root().toString());
        options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
        return options;
    }

    /** Held while a network runs: two at once on one pool take longer than one after the other. */
    static ReentrantLock turn() {
        return TURN;
    }
}
