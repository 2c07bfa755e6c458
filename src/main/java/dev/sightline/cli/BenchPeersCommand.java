package dev.sightline.cli;

import dev.sightline.bench.EngineBench;
import dev.sightline.bench.Machine;
import dev.sightline.bench.Peer;
import dev.sightline.bench.PeerBench;
import dev.sightline.event.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sightline bench peers}: this engine beside other runtimes on the same files. */
@Command(
        name = "peers",
        description = {
            "Measures this engine beside transformers.js and a plain loop over onnxruntime, on the same images and files.",
            "Their scripts come from a conformance kit; their libraries must be installed."
        },
        footer = {
            "",
            "Example:",
            "  sightline bench peers photos --scripts ../shared/conformance/peers --python venv/bin/python --node-folder peers"
        })
final class BenchPeersCommand implements Callable<Integer> {
    private static final String NODE_SCRIPT = "transformersjs_caption.mjs";
    private static final String PYTHON_SCRIPT = "python_ort_caption.py";

    @Spec
    private CommandSpec command;

    @Mixin
    private BenchImages images;

    @Mixin
    private ModelOption model;

    @Option(
            names = "--scripts",
            required = true,
            paramLabel = "DIR",
            description = "The folder with the peers' scripts.")
    private Path scripts;

    @Option(names = "--python", paramLabel = "FILE", description = "A Python with onnxruntime and transformers.")
    private @Nullable String python;

    @Option(
            names = "--node-folder",
            paramLabel = "DIR",
            description = "The folder whose node_modules has @huggingface/transformers.")
    private @Nullable Path nodeFolder;

    @Option(
            names = "--concurrency",
            split = ",",
            defaultValue = "1,8,16,32",
            paramLabel = "N",
            description = "Images that this engine has in work at once; ${DEFAULT-VALUE} by default.")
    private List<Integer> concurrency;

    @Option(
            names = "--batches",
            split = ",",
            defaultValue = "1,8,16,32",
            paramLabel = "N",
            description = "Images that a peer takes together; ${DEFAULT-VALUE} by default.")
    private List<Integer> batches;

    @Option(
            names = "--dtypes",
            split = ",",
            defaultValue = "q4",
            paramLabel = "TYPE",
            description = "The files that peers run, by transformers.js's names; ${DEFAULT-VALUE} by default.")
    private List<String> dtypes;

    /** Everything that is printed. */
    record Report(Machine machine, PeerBench.Result result) {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        images.checkQuiet();
        var paths = images.paths();
        var ours = new EngineBench(
                model.captioner(),
                paths.stream().map(BenchImages::read).toList(),
                BenchEngineCommand.PROMPT,
                BenchEngineCommand.MAX_NEW_TOKENS);
        var bench = new PeerBench(ours, concurrency, peers(model.folder()), paths);
        var err = command.commandLine().getErr();
        var report = new Report(Machine.here(), bench.run(images.rounds(), who -> err.println("sightline: " + who)));
        command.commandLine()
                .getOut()
                .println(Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(report));
        return ExitStatus.ALL_DONE;
    }

    private List<Peer> peers(Path folder) throws IOException {
        var peers = new ArrayList<Peer>();
        for (var dtype : dtypes) {
            for (var batch : batches) {
                if (nodeFolder != null) {
                    // the script finds its libraries beside itself
                    var script = nodeFolder.toAbsolutePath().resolve(NODE_SCRIPT);
                    Files.copy(scripts.resolve(NODE_SCRIPT), script, StandardCopyOption.REPLACE_EXISTING);
                    peers.add(peer("transformers.js", batch, dtype, List.of("node", script.toString()), folder));
                }
                if (python != null) {
                    var script = scripts.toAbsolutePath().resolve(PYTHON_SCRIPT);
                    peers.add(peer("onnxruntime", batch, dtype, List.of(python, script.toString()), folder));
                }
            }
        }
        return peers;
    }

    private Peer peer(String name, int batch, String dtype, List<String> program, Path folder) {
        var line = new ArrayList<>(program);
        line.add(folder.toString());
        line.addAll(List.of("--prompt", BenchEngineCommand.PROMPT));
        line.addAll(List.of("--max-new-tokens", Integer.toString(BenchEngineCommand.MAX_NEW_TOKENS)));
        line.addAll(List.of("--threads", Integer.toString(Runtime.getRuntime().availableProcessors())));
        line.addAll(List.of("--dtype", dtype));
        return new Peer(name + " " + dtype + " batch " + batch, batch, line, scripts.toAbsolutePath());
    }
}
