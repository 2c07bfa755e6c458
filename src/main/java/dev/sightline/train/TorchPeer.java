package dev.sightline.train;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sightline.train.nn.Precision;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.file.Path;

/** Python's PyTorch in a process of its own, which does a step whenever it is told to and rests otherwise. */
final class TorchPeer implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Process process;
    private final BufferedReader out;
    private final BufferedWriter in;

    /** What one of its steps took, and the loss it found. */
    record Step(double loss, double seconds) {}

    /**
     * Starts it; it has read its weights when this returns.
     *
     * @param script {@code torch_train.py}
     * @param folder what {@link TrainingBench} wrote for it
     */
    TorchPeer(String python, Path script, Path folder, Precision precision) throws IOException {
        this.process = new ProcessBuilder(python, script.toString(), folder.toString(), precision.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        this.out = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
        this.in = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), UTF_8));
        answer();
    }

    /** One update with the passes of this step. */
    Step step(int number, double factor) throws IOException {
        in.write(number + " " + factor + "\n");
        in.flush();
        JsonNode said = answer();
        return new Step(
                said.required("loss").asDouble(), said.required("seconds").asDouble());
    }

    private JsonNode answer() throws IOException {
        String line = out.readLine();
        if (line == null) {
            throw new IOException("Python's training has ended: it needs torch, numpy and safetensors");
        }
        return JSON.readTree(line);
    }

    @Override
    public void close() {
        process.destroy();
    }
}
