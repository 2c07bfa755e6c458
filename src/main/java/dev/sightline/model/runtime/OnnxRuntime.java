package dev.sightline.model.runtime;

import ai.djl.engine.Engine;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.sightline.model.folder.WeightStorage;
import java.util.concurrent.CompletableFuture;

/**
 * ONNX Runtime inside DJL's engine: one environment and one pool of threads for all sessions of the process.
 *
 * <p>The pool has a thread a processor; {@code -Dsightline.threads} gives another number.
 */
public final class OnnxRuntime {
    private static final long STACK_BYTES = 256L << 20;

    private OnnxRuntime() {}

    /** Keeps DJL from looking for anything on the network. */
    public static void goOffline() {
        System.setProperty("ai.djl.offline", "true");
        System.setProperty("OPT_OUT_TRACKING", "true");
    }

    /** The environment, made by DJL's engine on first use. */
    public static OrtEnvironment environment() {
        return Environment.MADE;
    }

    private static final class Environment {
        private static final OrtEnvironment MADE = make();
    }

    /** Makes it on a deep stack: ONNX Runtime matches the process's command line recursively, and class paths are long. */
    private static OrtEnvironment make() {
        goOffline();
        if (System.getProperty("ai.djl.onnxruntime.num_threads") == null) {
            System.setProperty("ai.djl.onnxruntime.num_threads", Integer.toString(threads()));
        }
        CompletableFuture<Engine> engine = CompletableFuture.supplyAsync(
                () -> Engine.getEngine("OnnxRuntime"),
                work -> new Thread(null, work, "sightline-onnx", STACK_BYTES).start());
        if (!engine.join().getEngineName().equals("OnnxRuntime")) {
            throw new IllegalStateException("DJL has no ONNX Runtime engine");
        }
        return OrtEnvironment.getEnvironment();
    }

    /** How many threads the common pool has. */
    static int threads() {
        return Integer.getInteger("sightline.threads", Runtime.getRuntime().availableProcessors());
    }

    /** Options of a session that computes on every core, with threads from the common pool; the caller closes them. */
    public static OrtSession.SessionOptions options() throws OrtException {
        OrtSession.SessionOptions options = anyThreads();
        options.disablePerSessionThreads();
        return options;
    }

    /** Options of a session that computes on its share of the cores, with threads of its own; the caller closes them. */
    public static OrtSession.SessionOptions shareOptions() throws OrtException {
        OrtSession.SessionOptions options = anyThreads();
        options.setIntraOpNumThreads(Cores.share());
        return options;
    }

    /** Weights outside a graph are told from the root. */
    private static OrtSession.SessionOptions anyThreads() throws OrtException {
        OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        options.addConfigEntry(
                "session.model_external_initializers_file_folder_path",
                WeightStorage.root().toString());
        options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
        return options;
    }
}
