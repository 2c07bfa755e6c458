package dev.sightline.model.folder;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A Hugging Face ONNX folder: what its JSON files say and which networks lie below {@code onnx/}; nothing is loaded.
 *
 * <p>The Hub's cache layout ({@code models--org--name/snapshots/revision}) is found too.
 */
public final class ModelFolder {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path path;
    private final JsonNode config;
    private final ModelFamily family;

    private ModelFolder(Path path) {
        this.path = path;
        this.config = required("config.json");
        this.family = ModelFamily.of(this);
    }

    /**
     * Opens a folder.
     *
     * @throws ModelRefusedException if there is no {@code config.json}, or it names a family that we do not know
     */
    public static ModelFolder open(Path path) {
        return new ModelFolder(HubCache.snapshot(path.toAbsolutePath().normalize()));
    }

    /** Where the files lie. */
    public Path path() {
        return path;
    }

    /** The model's name: the Hub's {@code org/name}, the config's {@code _name_or_path}, else the folder's name. */
    public String id() {
        String hub = HubCache.name(path);
        if (hub != null) {
            return hub;
        }
        String given = config.path("_name_or_path").asText("");
        return given.isBlank() || given.startsWith("/") ? String.valueOf(path.getFileName()) : given;
    }

    /** The architecture that {@code config.json} names. */
    public ModelFamily family() {
        return family;
    }

    /** {@code config.json}. */
    public JsonNode config() {
        return config;
    }

    /** {@code generation_config.json}, or a missing node. */
    public JsonNode generationConfig() {
        return optional("generation_config.json");
    }

    /** {@code preprocessor_config.json}, or a missing node. */
    public JsonNode preprocessorConfig() {
        return optional("preprocessor_config.json");
    }

    /** {@code processor_config.json}, or a missing node. */
    public JsonNode processorConfig() {
        return optional("processor_config.json");
    }

    /** {@code tokenizer_config.json}, or a missing node. */
    public JsonNode tokenizerConfig() {
        return optional("tokenizer_config.json");
    }

    /** {@code precision.json}: what was measured of each precision, or a missing node. */
    public JsonNode measuredPrecisions() {
        return optional("precision.json");
    }

    /** Whether {@code precision.json} tells how good each precision is. */
    public boolean measured() {
        return !measuredPrecisions().isMissingNode();
    }

    /** Whether the decoder can run so: its files are there, or those from which it is made at load. */
    public boolean has(Precision precision) {
        return precision.suffixes().stream().anyMatch(suffix -> DownloadedFile.isNamed(file(OnnxPart.DECODER, suffix)));
    }

    /** Bytes of the files that run where nothing else is asked for, external data included. */
    public long bytes() {
        try {
            long bytes = 0;
            for (Path network : networks(Precision.AUTO).values()) {
                bytes += Files.size(network);
                for (Path data : OnnxFile.externalData(network)) {
                    bytes += Files.size(data);
                }
            }
            return bytes;
        } catch (IOException e) {
            throw new ModelRefusedException("A file of " + path + " cannot be read", e);
        }
    }

    /** SHA-256 over the folder's files as they run where nothing else is asked for. */
    public String revision() {
        return Revision.of(path, networks(Precision.AUTO).values(), Precision.AUTO.label());
    }

    /** The text of the chat template: {@code chat_template.jinja}, else the one inside the tokenizer's or processor's file. */
    public Optional<String> chatTemplate() {
        Path file = path.resolve("chat_template.jinja");
        if (Files.exists(file)) {
            return Optional.of(read(file));
        }
        return Stream.of(optional("chat_template.json"), processorConfig(), tokenizerConfig())
                .map(json -> json.path("chat_template"))
                .map(ModelFolder::defaultTemplate)
                .filter(template -> !template.isBlank())
                .findFirst();
    }

    private static String defaultTemplate(JsonNode template) {
        for (JsonNode named : template) {
            if (named.path("name").asText().equals("default")) {
                return named.path("template").asText("");
            }
        }
        return template.asText("");
    }

    /** {@code tokenizer.json}. */
    public JsonNode tokenizer() {
        return required("tokenizer.json");
    }

    /**
     * The file of each network the family has, in the precision asked for; a network other than the decoder that lacks
     * it is taken as the folder has it.
     *
     * @throws ModelRefusedException if a network is missing, or the decoder in this precision
     */
    public Map<OnnxPart, Path> networks(Precision precision) {
        check(precision);
        Map<OnnxPart, Path> files = new EnumMap<>(OnnxPart.class);
        for (OnnxPart part : family.parts()) {
            files.put(part, network(part, precision));
        }
        return files;
    }

    /** Where a network lies in the precision that the suffix names. */
    Path file(OnnxPart part, String suffix) {
        return path.resolve("onnx").resolve(part.stem() + suffix + ".onnx");
    }

    /** Refuses a precision that the decoder, which is most of the work, could have in name only. */
    private void check(Precision precision) {
        if (!has(precision) && has(Precision.AUTO)) {
            throw new ModelRefusedException(id() + " does not run as " + precision.label() + ": in " + path
                    + " is none of " + names(precision.suffixes()) + "; use auto, or "
                    + Stream.of(Precision.values())
                            .filter(other -> other != Precision.AUTO && has(other))
                            .map(Precision::label)
                            .collect(Collectors.joining(", ")));
        }
    }

    private static String names(List<String> suffixes) {
        return suffixes.stream()
                .map(suffix -> "onnx/" + OnnxPart.DECODER.stem() + suffix + ".onnx")
                .collect(Collectors.joining(", "));
    }

    private Path network(OnnxPart part, Precision precision) {
        List<String> suffixes = new ArrayList<>();
        if (precision == Precision.AUTO) {
            suffixes.addAll(authorsChoice(part));
        }
        suffixes.addAll(precision.suffixes());
        suffixes.addAll(Precision.AUTO.suffixes());
        return suffixes.stream()
                .map(suffix -> file(part, suffix))
                .filter(DownloadedFile::isNamed)
                .findFirst()
                .map(DownloadedFile::whole)
                .orElseThrow(() -> new ModelRefusedException("The " + family.name() + " model in " + path
                        + " lacks onnx/" + part.stem() + ".onnx (or a variant such as " + part.stem() + "_q4.onnx)"));
    }

    private List<String> authorsChoice(OnnxPart part) {
        JsonNode dtype = config.path("transformers.js_config").path("dtype");
        String name = dtype.isObject() ? dtype.path(part.stem()).asText("") : dtype.asText("");
        return switch (name) {
            case "" -> List.of();
            case "fp32" -> List.of("");
            case "q8" -> List.of("_quantized");
            default -> List.of("_" + name);
        };
    }

    private JsonNode required(String name) {
        JsonNode json = optional(name);
        if (json.isMissingNode()) {
            throw new ModelRefusedException("No " + name + " in " + path + ": this is no Hugging Face model folder");
        }
        return json;
    }

    private JsonNode optional(String name) {
        Path file = path.resolve(name);
        if (!DownloadedFile.isNamed(file)) {
            return MissingNode.getInstance();
        }
        try {
            return JSON.readTree(DownloadedFile.whole(file).toFile());
        } catch (JsonProcessingException e) {
            throw new ModelRefusedException(
                    file + " cannot be read as JSON: line " + e.getLocation().getLineNr() + ", "
                            + e.getOriginalMessage(),
                    e);
        } catch (IOException e) {
            throw new ModelRefusedException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new ModelRefusedException(file + " cannot be read", e);
        }
    }
}
