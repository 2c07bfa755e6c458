package dev.sightline.cli;

import dev.sightline.bench.EngineBench;
import dev.sightline.bench.Machine;
import dev.sightline.bench.Ours;
import dev.sightline.bench.Peer;
import dev.sightline.bench.PeerBench;
import dev.sightline.bench.PixelCheck;
import dev.sightline.caption.CaptionerSettings;
import dev.sightline.model.folder.Precision;
import dev.sightline.train.evaluate.Estimate;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sightline bench peers}: this engine beside other runtimes on the same files. */
@Command(
        name = "peers",
        description = {
            "Measures this engine beside transformers.js, a plain loop over onnxruntime, and OpenVINO, on the same images and",
            "files. Contenders are NAME:FORMAT:SIZE: transformers.js:q4:16, onnxruntime:int8:32 (dynamically quantised),",
            "openvino:int8:32, openvino-bf16:int8:8; and of this engine auto:32, int4:1. Without a size they are measured at",
            "each of --concurrency."
        },
        footer = {
            "",
            "Example:",
            "  sightline bench peers photos --scripts kit/peers --python venv/bin/python --node-folder peers "
                    + "--dynamic-int8 /tmp/int8 --ours auto:32 --peer transformers.js:int8:16 --peer onnxruntime:int8:32"
        })
final class BenchPeersCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Mixin
    private BenchImages images;

    @Mixin
    private ModelFolderOption model;

    @Mixin
    private QuietMachine machine;

    @Mixin
    private PeerPrograms programs;

    @Option(
            names = "--ours",
            split = ",",
            defaultValue = "auto",
            paramLabel = "PRECISION[:N]",
            description = "How this engine runs: precision, and images in work at once; ${DEFAULT-VALUE} by default.")
    private List<String> ours;

    @Option(
            names = "--peer",
            split = ",",
            converter = Contender.Converter.class,
            paramLabel = "NAME:FORMAT[:N]",
            description = "A runtime, its files or weights, and images that it takes together. May be repeated.")
    private List<Contender> peers = List.of();

    @Option(
            names = "--concurrency",
            split = ",",
            defaultValue = "1,4,8,16,32",
            paramLabel = "N",
            description = "Images that contenders without a size have in work together; ${DEFAULT-VALUE} by default.")
    private List<Integer> concurrency;

    @Option(
            names = "--captions",
            paramLabel = "FILE.tsv",
            description = "Scores the texts by CIDEr-D; lines of an image's name, a tab and what somebody said of it.")
    private @Nullable Path captions;

    @Option(
            names = "--check",
            defaultValue = "0",
            paramLabel = "N",
            description =
                    "First, compares the greedy ids of so many images with those of a plain loop over onnxruntime that is"
                            + " given this engine's pixel values and the same files.")
    private int check;

    /**
     * Everything that is printed.
     *
     * @param sha256  of each network that contenders load, by path below their folder
     * @param samePixels whether equal inputs give equal ids; null if that was not asked
     * @param ciderD     of each contender's texts, with its 95% interval; null if there are no captions to compare with
     */
    record Report(
            Machine machine,
            Map<String, String> sha256,
            PixelCheck.@Nullable Result samePixels,
            PeerBench.@Nullable Result result,
            @Nullable Map<String, Estimate> ciderD) {}

    @Override
    public Integer call() throws InterruptedException {
        try {
            return measure();
        } catch (IOException e) {
            throw new CannotStartException(String.valueOf(e.getMessage()), e);
        }
    }

    private int measure() throws IOException, InterruptedException {
        var paths = images.paths();
        var folder = model.path();
        var files = paths.stream().map(BenchImages::read).toList();
        var err = command.commandLine().getErr();
        var hashes = new TreeMap<>(NetworkHashes.of(folder));
        var rivals = new ArrayList<Peer>();
        for (var peer : peers.stream().flatMap(one -> one.at(concurrency)).toList()) {
            hashes.putAll(NetworkHashes.of(programs.files(peer.name(), peer.format(), folder)));
            rivals.add(new Peer(peer.toString(), peer.size(), programs.captioner(peer.name(), peer.format(), folder)));
        }
        var references = captions == null ? null : References.read(captions);
        PixelCheck.Result same = null;
        if (check > 0) {
            same = new PixelCheck(
                            CaptionerSettings.of(folder).withPrecision(Precision.INT4),
                            BenchEngineCommand.PROMPT,
                            BenchEngineCommand.MAX_NEW_TOKENS)
                    .run(files.subList(0, Math.min(check, files.size())), programs.samePixels(folder));
        }
        PeerBench.Result result = null;
        if (!rivals.isEmpty()) {
            var ways = ours.stream().flatMap(way -> ways(way, folder, files)).toList();
            result = new PeerBench(ways, rivals, paths)
                    .run(images.rounds(), machine::checkQuiet, who -> err.println("sightline: " + who));
        }
        var scores = references == null || result == null ? null : scores(references, result.texts());
        var report = new Report(Machine.here(), hashes, same, result, scores);
        JsonReport.print(command, report);
        return ExitStatus.ALL_DONE;
    }

    private static Map<String, Estimate> scores(References references, Map<String, Map<String, String>> texts) {
        var scores = new LinkedHashMap<String, Estimate>();
        texts.forEach((who, said) -> references.ciderD(said).ifPresent(score -> scores.put(who, score)));
        return scores;
    }

    private Stream<Ours> ways(String text, Path folder, List<byte[]> files) {
        var parts = text.split(":", -1);
        if (parts.length > 2 || (parts.length == 2 && !parts[1].matches("[1-9][0-9]{0,3}"))) {
            throw new ParameterException(
                    command.commandLine(), "'" + text + "' is not PRECISION or PRECISION:N, such as auto:32");
        }
        try {
            var settings = CaptionerSettings.of(folder).withPrecision(Precision.parse(parts[0]));
            var bench = new EngineBench(settings, files, BenchEngineCommand.PROMPT, BenchEngineCommand.MAX_NEW_TOKENS);
            var sizes = parts.length == 2 ? List.of(Integer.valueOf(parts[1])) : concurrency;
            return sizes.stream().map(size -> new Ours(parts[0] + ":" + size, bench, size));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }
}
