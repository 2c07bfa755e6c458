package dev.sightline.model;

import ai.djl.ModelException;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.Translator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.locks.Lock;

/** Loads ONNX networks into DJL: everything but the decoder runs as a {@code Predictor} of a {@code ZooModel}. */
public final class OnnxModels {
    private OnnxModels() {}

    /** Loads a network that computes on the processor. */
    public static <I, O> ZooModel<I, O> load(Path file, Class<I> input, Class<O> output, Translator<I, O> translator) {
        return load(file, input, output, translator, Device.CPU);
    }

    /**
     * Loads a network; its threads come from the pool that all networks of the process share.
     *
     * @param file       its {@code .onnx} file, external data beside it
     * @param translator input to named arrays, arrays to output; the arrays bear the names of the network's inputs
     * @param device     where it computes
     * @return the model; the caller closes it
     * @throws ModelRefusedException if the file is no network that runs here
     */
    public static <I, O> ZooModel<I, O> load(
            Path file, Class<I> input, Class<O> output, Translator<I, O> translator, Device device) {
        OnnxRuntime.environment();
        try {
            return Criteria.builder()
                    .setTypes(input, output)
                    .optEngine("OnnxRuntime")
                    .optDevice(device == Device.CUDA ? ai.djl.Device.gpu(Device.ORDINAL) : ai.djl.Device.cpu())
                    .optModelPath(file)
                    .optOption("disablePerSessionThreads", "true")
                    .optOption("optLevel", "ALL_OPT")
                    .optTranslator(translator)
                    .build()
                    .loadModel();
        } catch (ModelException | IOException e) {
            throw new ModelRefusedException(file + " cannot be run by ONNX Runtime: " + e.getMessage(), e);
        }
    }

    /** Held while a network runs, so that networks of one process take turns on the common pool of threads. */
    public static Lock turn() {
        return OnnxRuntime.turn();
    }
}
