package dev.sightline.model.graph;

import ai.djl.Model;
import ai.djl.ModelException;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.Translator;
import ai.onnxruntime.OrtSession;
import dev.sightline.model.folder.ModelRefusedException;
import dev.sightline.model.folder.OnnxFile;
import dev.sightline.model.runtime.Device;
import dev.sightline.model.runtime.OnnxRuntime;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

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
        OnnxFile.read(file); // says what is wrong with a file, or with the weights beside it
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

    /**
     * Loads a rewritten network.
     *
     * @param file    where it came from
     * @param options how it computes; the caller closes them
     */
    public static <I, O> ZooModel<I, O> load(
            byte[] network, Path file, Translator<I, O> translator, OrtSession.SessionOptions options) {
        Model model = Model.newInstance(file.getFileName().toString(), "OnnxRuntime");
        try {
            model.load(new ByteArrayInputStream(network), Map.of("sessionOptions", options));
            return new ZooModel<>(model, translator);
        } catch (ModelException | IOException e) {
            model.close();
            throw new ModelRefusedException(file + " cannot be run by ONNX Runtime: " + e.getMessage(), e);
        }
    }
}
