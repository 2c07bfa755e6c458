package dev.sightline.cli;

import dev.sightline.bench.JsonProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where other runtimes are installed, and the programs that drive them. */
final class PeerPrograms {
    private static final String TRANSFORMERS = "@huggingface/transformers";
    private static final String TRANSFORMERS_JS = "transformersjs_caption.mjs";
    private static final String DYNAMIC = "int8"; // transformers.js's name for what quantize_dynamic makes

    private static final List<String> DYNAMIC_FILES = List.of(
            "config.json",
            "onnx/vision_encoder_int8.onnx",
            "onnx/embed_tokens_int8.onnx",
            "onnx/decoder_model_merged_int8.onnx");

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--scripts",
            paramLabel = "DIR",
            description = "A conformance kit's peers: transformers.js and a plain loop over onnxruntime.")
    private @Nullable Path scripts;

    @Option(
            names = "--python",
            paramLabel = "FILE",
            description = "A Python with onnxruntime, transformers, openvino and nncf.")
    private @Nullable Path python;

    @Option(
            names = "--node-folder",
            paramLabel = "DIR",
            description = "The folder whose node_modules has @huggingface/transformers and node-llama-cpp.")
    private @Nullable Path nodeFolder;

    @Option(
            names = "--dynamic-int8",
            paramLabel = "DIR",
            description = "Where the model with a dynamically quantised decoder lies; it is made where it is missing.")
    private @Nullable Path dynamic;

    /** A program that captions, its images left out. */
    JsonProgram captioner(String name, String format, Path model) throws IOException, InterruptedException {
        var line = new ArrayList<String>();
        var node = name.equals("transformers.js");
        switch (name) {
            case "transformers.js" -> {
                // it finds its libraries beside itself
                var script = nodeFolder(TRANSFORMERS).resolve(TRANSFORMERS_JS);
                Files.copy(script(TRANSFORMERS_JS), script, StandardCopyOption.REPLACE_EXISTING);
                line.addAll(List.of("node", script.toString()));
            }
            case "onnxruntime" ->
                line.addAll(List.of(python(), script("python_ort_caption.py").toString()));
            case "openvino", "openvino-bf16" ->
                line.addAll(List.of(
                        python(), Home.peers().resolve("openvino_caption.py").toString()));
            default ->
                throw wrong("there is no peer " + name
                        + "; there are transformers.js, onnxruntime, openvino, openvino-bf16");
        }
        line.add(files(name, format, model).toString());
        line.addAll(List.of("--prompt", BenchEngineCommand.PROMPT));
        line.addAll(List.of("--max-new-tokens", Integer.toString(BenchEngineCommand.MAX_NEW_TOKENS)));
        line.addAll(threads());
        line.addAll(List.of("--dtype", format));
        if (name.equals("openvino-bf16")) {
            line.addAll(List.of("--activations", "bf16"));
        }
        return new JsonProgram(line, node ? nodeFolder(TRANSFORMERS) : Home.peers());
    }

    /** A plain loop over onnxruntime on the folder's 4-bit files that is given pixel values. */
    JsonProgram samePixels(Path model) {
        var script = Home.peers().resolve("onnxruntime_pixels.py").toString();
        var line = new ArrayList<>(List.of(
                python(),
                script,
                needed(scripts, "--scripts").toAbsolutePath().toString(),
                model.toString(),
                "--dtype",
                "q4"));
        line.addAll(threads());
        return new JsonProgram(line, Home.peers());
    }

    /** OpenVINO's language model alone. */
    JsonProgram openvinoLanguage(Path model, String weights, String activations) {
        var line = new ArrayList<>(
                List.of(python(), Home.peers().resolve("openvino_caption.py").toString(), model.toString()));
        line.addAll(List.of("--dtype", weights, "--activations", activations));
        line.addAll(threads());
        return new JsonProgram(line, Home.peers());
    }

    /** llama.cpp's, of a file of its own format. */
    JsonProgram llamaCpp(Path gguf) {
        var script = Home.peers().resolve("llama_cpp_language.mjs").toString();
        var line = new ArrayList<>(List.of("node", script, gguf.toAbsolutePath().toString()));
        line.addAll(threads());
        return new JsonProgram(line, nodeFolder("node-llama-cpp"));
    }

    /** The folder whose files a peer runs: OpenVINO compresses the folder's own, the others take what is made. */
    Path files(String name, String format, Path model) throws IOException, InterruptedException {
        if (!format.equals(DYNAMIC) || name.startsWith("openvino")) {
            return model;
        }
        if (dynamic == null) {
            throw wrong("--dynamic-int8 says where " + name + "'s 8-bit files are, or are to be made");
        }
        var folder = dynamic.toAbsolutePath();
        if (!DYNAMIC_FILES.stream().map(folder::resolve).allMatch(Files::exists)) {
            var maker = Home.peers().resolve("dynamic_int8.py").toString();
            var made = new ProcessBuilder(python(), maker, model.toString(), folder.toString())
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (made.waitFor() != 0) {
                throw new CannotStartException("the 8-bit files cannot be made; run it by hand: " + python() + " "
                        + maker + " " + model + " " + folder);
            }
        }
        return folder;
    }

    private String python() {
        return needed(python, "--python").toString();
    }

    /** A program of the kit. */
    private Path script(String name) {
        return needed(needed(scripts, "--scripts").toAbsolutePath().resolve(name), "--scripts");
    }

    /** The folder where Node finds a package. */
    private Path nodeFolder(String library) {
        var folder = needed(nodeFolder, "--node-folder").toAbsolutePath();
        if (!Files.isDirectory(folder.resolve("node_modules").resolve(library))) {
            throw new CannotStartException(
                    "there is no " + library + " in " + folder + ": npm install --prefix " + folder + " " + library);
        }
        return folder;
    }

    private Path needed(@Nullable Path given, String option) {
        if (given == null) {
            throw wrong(option + " is needed for these peers");
        }
        var onThePath = given.getParent() == null; // a program's bare name
        if (!onThePath && !Files.exists(given)) {
            throw new CannotStartException(option + " names " + given + ", which is not there");
        }
        return given;
    }

    private ParameterException wrong(String what) {
        return new ParameterException(command.commandLine(), what);
    }

    private static List<String> threads() {
        return List.of("--threads", Integer.toString(Runtime.getRuntime().availableProcessors()));
    }
}
