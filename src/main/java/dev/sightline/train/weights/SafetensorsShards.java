package dev.sightline.train.weights;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Weights in several safetensors files, by the index that says which tensor is in which. */
final class SafetensorsShards implements WeightSource {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, SafetensorsFile> places;

    private SafetensorsShards(Map<String, SafetensorsFile> places) {
        this.places = places;
    }

    /** Reads {@code model.safetensors.index.json} and the headers of the files beside it. */
    static SafetensorsShards open(Path index) throws IOException {
        Map<String, SafetensorsFile> files = new LinkedHashMap<>();
        Map<String, SafetensorsFile> places = new LinkedHashMap<>();
        JsonNode names = JSON.readTree(index.toFile()).required("weight_map");
        for (Map.Entry<String, JsonNode> place : names.properties()) {
            String file = place.getValue().asText();
            if (!files.containsKey(file)) {
                files.put(file, SafetensorsFile.open(index.resolveSibling(file)));
            }
            places.put(place.getKey(), files.get(file));
        }
        return new SafetensorsShards(places);
    }

    @Override
    public Set<String> names() {
        return Set.copyOf(places.keySet());
    }

    @Override
    public WeightTensor read(String name) throws IOException {
        SafetensorsFile file = places.get(name);
        if (file == null) {
            throw new IllegalArgumentException("the index names no tensor " + name);
        }
        return file.read(name);
    }
}
