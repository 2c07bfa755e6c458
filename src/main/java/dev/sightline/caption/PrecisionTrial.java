package dev.sightline.caption;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.sightline.encode.EncodeListener;
import dev.sightline.encode.ImageFeatures;
import dev.sightline.event.Json;
import dev.sightline.event.Sha256;
import dev.sightline.generate.EngineListener;
import dev.sightline.generate.Generation;
import dev.sightline.generate.GenerationConfig;
import dev.sightline.generate.GenerationRequest;
import dev.sightline.model.DeviceChoice;
import dev.sightline.model.folder.ModelFolder;
import dev.sightline.model.folder.ModelRefusedException;
import dev.sightline.model.folder.Precision;
import dev.sightline.model.runtime.Device;
import dev.sightline.model.runtime.Processor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * What {@code auto} means for a folder that brings no measured figures: on the sample photos, the fastest precision whose
 * greedy texts agree with those of fp32, or of the folder's files as they are where it has no fp32.
 *
 * <p>It takes a while, once: the verdict is remembered by the folder's revision and the processor.
 *
 * @param photos what texts are written about
 * @param memory the folder where verdicts are kept
 */
public record PrecisionTrial(Path photos, Path memory) {
    private static final Logger LOG = Logger.getLogger(PrecisionTrial.class);
    private static final List<Precision> CANDIDATES = List.of(Precision.INT8, Precision.INT4);
    private static final String PROMPT = "Describe this photo.";
    private static final int MAX_NEW_TOKENS = 32;

    /** The verdict, made now where none is remembered; empty where nothing is left to decide, or there are no photos. */
    Optional<PrecisionVerdict> verdict(CaptionerSettings settings, ModelFolder folder) {
        if (settings.precision() != Precision.AUTO
                || DeviceChoice.of(Device.asked(), folder).device() != Device.CPU
                || folder.measured()
                || !Files.isDirectory(photos)) {
            return Optional.empty();
        }
        var file = memory.resolve(key(folder) + ".json");
        return Optional.of(remembered(file).orElseGet(() -> {
            LOG.warnf(
                    "the model in %s brings no figures of its precisions: trying them on the sample photos, once",
                    folder.path());
            var verdict = held(settings, folder);
            LOG.warnf("%s runs as %s: %s", folder.id(), verdict.precision().label(), verdict.reason());
            remember(file, verdict);
            return verdict;
        }));
    }

    private static String key(ModelFolder folder) {
        var features =
                String.join(" ", Processor.here().features().stream().sorted().toList());
        return Sha256.of((folder.revision() + " " + features).getBytes(StandardCharsets.UTF_8))
                .hex();
    }

    private PrecisionVerdict held(CaptionerSettings settings, ModelFolder folder) {
        var reference = folder.has(Precision.FP32) ? Precision.FP32 : Precision.AUTO;
        var wanted = run(settings, reference);
        var figures = new ArrayList<PrecisionVerdict.Figure>();
        figures.add(new PrecisionVerdict.Figure(reference, 1, wanted.millis()));
        for (var candidate : CANDIDATES) {
            if (folder.has(candidate)) {
                try {
                    var given = run(settings, candidate);
                    figures.add(new PrecisionVerdict.Figure(candidate, agreement(wanted, given), given.millis()));
                } catch (ModelRefusedException e) {
                    LOG.warnf("%s does not run as %s: %s", folder.id(), candidate.label(), e.getMessage());
                }
            }
        }
        return new PrecisionVerdict(figures);
    }

    private record Run(List<List<Integer>> texts, double millis) {}

    /** All photos at once, as bulk work comes; the second time counts. */
    private Run run(CaptionerSettings settings, Precision precision) {
        var tried = settings.withPrecision(precision).withTrial(null); // the folder's own files are no question to ask
        try (var model = LoadedModel.open(tried, EncodeListener.NONE, EngineListener.NONE)) {
            var pictures = new ArrayList<ImageFeatures>();
            for (var photo : files()) {
                var pixels = model.preprocessor().preprocess(read(photo)).values();
                pictures.add(model.encoder().encode(pixels).join());
            }
            write(model, pictures);
            var begun = System.nanoTime();
            var texts = write(model, pictures);
            return new Run(texts, (System.nanoTime() - begun) / 1e6 / Math.max(1, pictures.size()));
        }
    }

    private static List<List<Integer>> write(LoadedModel model, List<ImageFeatures> pictures) {
        var config = GenerationConfig.greedy(MAX_NEW_TOKENS);
        var running = pictures.stream()
                .map(picture -> model.generator().submit(GenerationRequest.of(picture, PROMPT, config)))
                .toList();
        return running.stream()
                .map(text -> text.join())
                .map(Generation::tokenIds)
                .toList();
    }

    /** The share of the wanted texts' tokens that come before the given ones first differ. */
    private static double agreement(Run wanted, Run given) {
        var equal = 0;
        var all = 0;
        for (var i = 0; i < wanted.texts().size(); i++) {
            var text = wanted.texts().get(i);
            var other = given.texts().get(i);
            var n = 0;
            while (n < text.size() && n < other.size() && text.get(n).equals(other.get(n))) {
                n++;
            }
            equal += n;
            all += text.size();
        }
        return all == 0 ? 0 : (double) equal / all;
    }

    private List<Path> files() {
        try (Stream<Path> files = Files.list(photos)) {
            return files.filter(file -> file.toString().endsWith(".jpg"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] read(Path photo) {
        try {
            return Files.readAllBytes(photo);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<PrecisionVerdict> remembered(Path file) {
        try {
            return Files.exists(file)
                    ? Optional.of(Json.mapper().readValue(file.toFile(), PrecisionVerdict.class))
                    : Optional.empty();
        } catch (IOException e) {
            LOG.warnf("%s cannot be read and is made anew: %s", file, e.getMessage());
            return Optional.empty();
        }
    }

    private static void remember(Path file, PrecisionVerdict verdict) {
        try {
            Files.createDirectories(file.getParent());
            var whole = Files.createTempFile(file.getParent(), "verdict", ".json");
            Files.write(whole, json(verdict));
            Files.move(whole, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.warnf("the verdict cannot be kept in %s and is made anew at the next start: %s", file, e.getMessage());
        }
    }

    private static byte[] json(PrecisionVerdict verdict) throws JsonProcessingException {
        return Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsBytes(verdict);
    }
}
