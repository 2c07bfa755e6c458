package dev.sightline.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sightline.event.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The kit's files; only questions are read from its goldens, never answers. */
final class ConformanceKit {
    private static final String JSON = ".json";
    private static final String TOKENIZER = "tokenizer_";
    private static final Set<String> SHARED = Set.of("decode.json", "onnx_io.json", "verify.json");

    private final Path folder;

    ConformanceKit(Path folder) {
        this.folder = folder;
    }

    /** The families that it has models or questions for, in order. */
    List<String> families() {
        var families = new TreeSet<String>();
        list("models").filter(Files::isDirectory).map(ConformanceKit::name).forEach(families::add);
        list("goldens")
                .map(ConformanceKit::name)
                .filter(name -> name.endsWith(JSON) && !name.startsWith(TOKENIZER) && !SHARED.contains(name))
                .map(name -> name.substring(0, name.length() - JSON.length()))
                .forEach(families::add);
        return List.copyOf(families);
    }

    private Stream<Path> list(String name) {
        try (var files = Files.list(folder.resolve(name))) {
            return files.toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException("the kit has no folder " + name, e);
        }
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }

    Path model(String family) {
        return folder.resolve("models").resolve(family);
    }

    /** What is asked of a family: its cases, batches and pictures. */
    JsonNode questions(String family) {
        var file = "goldens/" + family + JSON;
        var questions = json(file);
        for (var needed : List.of("cases", "batches", "images", "max_new_tokens")) {
            if (!questions.has(needed)) {
                throw new UncheckedIOException(file + " of the kit has no " + needed, new IOException("no " + needed));
            }
        }
        return questions;
    }

    /** The strings that a family's tokenizer is asked for. */
    List<String> strings(String family) {
        var strings = new ArrayList<String>();
        json(tokenizerFile(family))
                .path("rows")
                .forEach(row -> strings.add(row.path("text").asText()));
        return strings;
    }

    /** Whether there are strings for the family's tokenizer. */
    boolean hasStrings(String family) {
        return Files.exists(folder.resolve(tokenizerFile(family)));
    }

    static String tokenizerFile(String family) {
        return "goldens/" + TOKENIZER + family + JSON;
    }

    /** The places to look at in each valid picture. */
    JsonNode pictures() {
        return json("goldens/decode.json");
    }

    /** The names of the pictures to refuse. */
    Iterator<String> invalid() {
        return json("invalid/expected.json").fieldNames();
    }

    byte[] image(String name) {
        return bytes("images/" + name);
    }

    byte[] invalid(String name) {
        return bytes("invalid/" + name);
    }

    /** A dump of little-endian floats, in a direct buffer. */
    FloatBuffer floats(String name) {
        var bytes = bytes("goldens/" + name);
        var floats = ByteBuffer.allocateDirect(bytes.length)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
        floats.put(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer());
        return floats.flip();
    }

    private JsonNode json(String name) {
        try {
            return Json.mapper().readTree(folder.resolve(name).toFile());
        } catch (IOException e) {
            throw new UncheckedIOException("the kit lacks " + name, e);
        }
    }

    private byte[] bytes(String name) {
        try {
            return Files.readAllBytes(folder.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException("the kit lacks " + name, e);
        }
    }
}
