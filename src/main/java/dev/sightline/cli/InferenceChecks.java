package dev.sightline.cli;

import dev.sightline.caption.CaptionerSettings;
import dev.sightline.caption.LoadedModel;
import dev.sightline.caption.PrecisionVerdict;
import dev.sightline.encode.EncodeListener;
import dev.sightline.generate.EngineListener;
import dev.sightline.model.DeviceChoice;
import dev.sightline.model.folder.ModelFolder;
import dev.sightline.model.folder.ModelRefusedException;
import dev.sightline.model.graph.BatchPartners;
import dev.sightline.model.runtime.Device;
import dev.sightline.model.runtime.Processor;
import dev.sightline.preprocess.FormatSupport;
import dev.sightline.preprocess.ImageDecoders;
import dev.sightline.preprocess.PreprocessConfig;
import dev.sightline.train.nn.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What captioning asks of the machine: a processor, a model that loads, decoders for what people send. */
final class InferenceChecks {
    private static final Set<String> LEVERS =
            Set.of("avx2", "avx512f", "avx_vnni", "avx512_vnni", "amx_int8", "amx_bf16");

    private InferenceChecks() {}

    /** The processor and its instructions that matter to speed, where the system tells them. */
    static Finding processor() {
        var cores = Runtime.getRuntime().availableProcessors() + " cores";
        var flags = new TreeSet<String>();
        try {
            for (var line : Files.readAllLines(Path.of("/proc/cpuinfo"))) {
                if (line.startsWith("flags")) {
                    flags.addAll(List.of(line.split("\\s+", -1)));
                    break;
                }
            }
        } catch (IOException e) {
            return Finding.good("cpu", cores); // no Linux: its instructions stay unknown
        }
        flags.retainAll(LEVERS);
        var training = Precision.fastest(Processor.here());
        return Finding.good("cpu", cores + ", " + String.join(" ", flags) + "; training in " + training);
    }

    /** Where the model in the folder would compute. */
    static Finding device(Path folder) {
        try {
            var choice = DeviceChoice.of(Device.asked(), ModelFolder.open(folder));
            var found = choice.device().label() + ", " + choice.reason();
            return DeviceChoice.fallbacks() > 0 ? Finding.warning("device", found) : Finding.good("device", found);
        } catch (ModelRefusedException | IllegalArgumentException e) {
            return Finding.bad("device", e.getMessage());
        } catch (LinkageError e) {
            return Finding.bad("device", "ONNX Runtime does not load here: " + e.getMessage());
        }
    }

    /** Whether the model loads, in which precision and why in this one, and how it runs. */
    static List<Finding> model(CaptionerSettings settings) {
        try {
            var verdict = settings.verdict(ModelFolder.open(settings.model()));
            try (var opened = LoadedModel.open(settings.withBatch(1), EncodeListener.NONE, EngineListener.NONE)) {
                var model = opened.networks();
                var why = verdict.map(PrecisionVerdict::reason)
                        .orElse(model.precisionChoice().reason());
                var loaded = "%s in %s, revision %.12s; precision %s, %s"
                        .formatted(
                                model.id(),
                                settings.model(),
                                model.revision(),
                                model.precision().label(),
                                why);
                var cache = model.decoder().cacheForm();
                return List.of(
                        Finding.good("model", loaded),
                        cache.inPlace()
                                ? Finding.good("cache", cache.reason())
                                : Finding.warning("cache", cache.reason()),
                        partners("texts", model.decoder().batchPartners()),
                        partners("pictures", model.visionPartners()));
            }
        } catch (ModelRefusedException e) {
            return List.of(Finding.bad("model", e.getMessage()));
        } catch (LinkageError e) {
            return List.of(Finding.bad("model", "ONNX Runtime does not load here: " + e.getMessage()));
        }
    }

    private static Finding partners(String what, BatchPartners partners) {
        return partners.alone() ? Finding.warning(what, partners.reason()) : Finding.good(what, partners.reason());
    }

    /** At which scale JPEGs are decoded, and what to install where that is not the one asked for. */
    static Finding decoding(PreprocessConfig config) {
        var asked = config.decode() == PreprocessConfig.Scale.REDUCED;
        if (asked && !ImageDecoders.canReduce()) {
            return Finding.warning(
                    "decode",
                    "reduced is asked for, but pictures are decoded in full: install TurboJPEG (libturbojpeg0)");
        }
        return Finding.good("decode", asked ? "reduced, by TurboJPEG" : "exact");
    }

    /** Which types of images are read here, and what to install for the others. */
    static Finding formats() {
        var formats = ImageDecoders.formats();
        var missing = formats.stream()
                .map(FormatSupport::missing)
                .filter(Objects::nonNull)
                .collect(Collectors.joining("; "));
        var all = formats.stream().map(format -> format.type().toString()).collect(Collectors.joining(", "));
        return missing.isEmpty() ? Finding.good("images", all) : Finding.warning("images", missing);
    }
}
