package dev.sightline.train.nn;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.ParameterStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A function in TorchScript, recorded for gradients like any other operation: it can say what DJL's arrays cannot, bfloat16
 * above all.
 *
 * <p>Its text is a resource; what PyTorch loads is a zip of that text and of a pickled object without state. What it gives
 * belongs to the manager of its first input.
 */
final class TorchScript {
    // an object of class Function with the attribute training, in pickle's protocol 2
    private static final byte[] OBJECT =
            "\200\002c__torch__\nFunction\n)\201}(X\010\0\0\0training\210ub.".getBytes(StandardCharsets.ISO_8859_1);
    private static final byte[] NO_CONSTANTS = "\200\002).".getBytes(StandardCharsets.ISO_8859_1);

    private final Model model;
    private final ParameterStore none;

    private TorchScript(Model model, NDManager manager) {
        this.model = model;
        this.none = new ParameterStore(manager, false);
    }

    /**
     * Compiles {@code torchscript/NAME.py}.
     *
     * @param owner  whose closing ends the function
     * @param values what stands for {@code {key}} in the text
     */
    static TorchScript open(NDManager owner, String name, Map<String, Object> values) {
        try {
            String text = text(name);
            for (Map.Entry<String, Object> value : values.entrySet()) {
                text = text.replace("{" + value.getKey() + "}", value.getValue().toString());
            }
            Model model = Model.newInstance(name, Device.cpu(), "PyTorch");
            owner.attachInternal(name + model.hashCode(), model);
            model.load(new ByteArrayInputStream(archive(text)));
            return new TorchScript(model, owner);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (MalformedModelException e) {
            throw new IllegalStateException("PyTorch does not take the function " + name, e);
        }
    }

    private static String text(String name) throws IOException {
        try (InputStream in = TorchScript.class.getResourceAsStream("/torchscript/" + name + ".py")) {
            if (in == null) {
                throw new IOException("this build has no function " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static byte[] archive(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            put(zip, "data.pkl", OBJECT);
            put(zip, "code/__torch__.py", text.getBytes(StandardCharsets.UTF_8));
            put(zip, "constants.pkl", NO_CONSTANTS);
            put(zip, "version", "3\n".getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
        zip.putNextEntry(new ZipEntry("function/" + name));
        zip.write(content);
        zip.closeEntry();
    }

    /** Runs it. */
    NDList run(NDArray... inputs) {
        // the optimiser's own derivatives forget that a sum of unlike types was a cast; autograd's do not
        System.setProperty("ai.djl.pytorch.graph_optimizer", "false");
        return model.getBlock().forward(none, new NDList(inputs), true);
    }
}
