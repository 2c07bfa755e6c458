package dev.sightline.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sightline.caption.CaptionerSettings;
import dev.sightline.caption.LoadedModel;
import dev.sightline.encode.EncodeListener;
import dev.sightline.encode.ImageFeatures;
import dev.sightline.event.Json;
import dev.sightline.generate.BeamSearch;
import dev.sightline.generate.EngineListener;
import dev.sightline.generate.Generation;
import dev.sightline.generate.GenerationConfig;
import dev.sightline.generate.GenerationRequest;
import dev.sightline.generate.Penalties;
import dev.sightline.generate.Priority;
import dev.sightline.model.folder.Precision;
import dev.sightline.model.text.ChatTurn;
import dev.sightline.preprocess.PixelLayout;
import dev.sightline.preprocess.PixelValues;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/** One family's model, asked everything the kit has for it. */
final class FamilyRun implements AutoCloseable {
    private static final double PENALTY = 1.2;
    private static final int BEAMS = 3;
    private static final int RIVALS = 10;

    private final ConformanceKit kit;
    private final String family;
    private final JsonNode questions;
    private final Answers answers;
    private final LoadedModel model;
    private final Map<String, ImageFeatures> seen = new HashMap<>();

    FamilyRun(ConformanceKit kit, String family, Precision precision, Answers answers) {
        this.kit = kit;
        this.family = family;
        this.questions = kit.questions(family);
        this.answers = answers;
        this.model = LoadedModel.open(
                CaptionerSettings.of(kit.model(family)).withPrecision(precision),
                EncodeListener.NONE,
                EngineListener.NONE);
    }

    void run() {
        questions
                .path("images")
                .properties()
                .forEach(image -> answers.give(
                        family + " pixels of " + image.getKey(), () -> pixels(image.getKey(), image.getValue())));
        for (var asked : questions.path("cases")) {
            var name = family + " " + asked.path("id").asText();
            answers.give(name, () -> answered(asked, "own", this::own));
            var images = asked.path("images");
            var dump = questions.path("images").path(images.path(0).asText()).path("pixel_values_file");
            if (images.size() == 1 && dump.isTextual()) {
                answers.give(
                        name + " from golden pixels",
                        () -> answered(asked, "golden", image -> golden(image, dump.asText())));
            }
        }
        var batches = questions.path("batches");
        for (var i = 0; i < batches.size(); i++) {
            var index = i;
            answers.give(family + " batch " + index, () -> batch(index, batches.get(index)));
        }
    }

    /** The model's numbers of a picture, at the places that the kit looks at. */
    private JsonNode pixels(String image, JsonNode golden) {
        var pixels = pixels(image);
        var line = line("pixels").put("image", image);
        var shape = line.putArray("shape");
        if (!(pixels.layout() instanceof PixelLayout.Patches)) {
            shape.add(1); // the batch axis; the patches of all pictures lie in one row
        }
        for (var axis : pixels.shape()) {
            shape.add(axis);
        }
        var values = line.putArray("values");
        for (var at : places(golden)) {
            values.addArray().add(at).add(pixels.values().get(at));
        }
        return line;
    }

    // a picture may have several right readings, each looked at in places of its own
    private static Set<Integer> places(JsonNode golden) {
        var readings = new ArrayList<>(List.of(golden));
        golden.path("alternatives").forEach(readings::add);
        var places = new TreeSet<Integer>();
        readings.forEach(reading -> reading.path("pixel_values")
                .path("samples")
                .forEach(sample -> places.add(sample.get(0).asInt())));
        return places;
    }

    private JsonNode answered(JsonNode asked, String pixels, Function<String, ImageFeatures> features) {
        var turns = turns(asked);
        var images = images(asked).stream().map(features).toList();
        var line = line("case").put("id", asked.path("id").asText()).put("pixels", pixels);

        if (!turns.isEmpty()) {
            var prompt = model.prompts()
                    .write(turns, images.stream().map(ImageFeatures::layout).toList());
            line.put("rendered", prompt.rendered()).put("expanded_prompt", prompt.expanded());
            line.set("input_ids", Json.mapper().valueToTree(prompt.ids()));
        }
        var greedy = generate(turns, images, config().withLogprobs(RIVALS)).join();
        line.set("greedy", ids(greedy));
        line.put("text", greedy.text());
        line.put("logprob_sum", greedy.meanLogprob() * greedy.tokenIds().size());
        line.set(
                "top10_ids",
                Json.mapper()
                        .valueToTree(greedy.logprobs().get(0).top().stream()
                                .map(Generation.TokenLogprob::tokenId)
                                .toList()));
        var beams = generate(turns, images, config().with(BeamSearch.of(BEAMS)));
        line.set("beam3", ids(beams.join()));
        var penalised = generate(turns, images, config().with(Penalties.NONE.withRepetition(PENALTY)));
        line.set("repetition_penalty_1.2", ids(penalised.join()));
        return line;
    }

    /** Several ragged prompts at once. */
    private JsonNode batch(int index, JsonNode batch) {
        var running = new ArrayList<CompletableFuture<Generation>>();
        for (var id : batch.path("cases")) {
            var asked = caseOf(id.asText());
            var images = images(asked).stream().map(this::own).toList();
            running.add(generate(turns(asked), images, config()));
        }
        var line = line("batch").put("index", index);
        var rows = line.putArray("greedy");
        running.forEach(row -> rows.add(ids(row.join())));
        return line;
    }

    private PixelValues pixels(String image) {
        return model.preprocessor().preprocess(kit.image(image)).values();
    }

    private ImageFeatures features(PixelValues pixels) {
        return model.encoder().encode(pixels).join();
    }

    private CompletableFuture<Generation> generate(
            List<ChatTurn> turns, List<ImageFeatures> images, GenerationConfig config) {
        return model.generator().submit(new GenerationRequest(turns, images, config, Priority.LIVE, null));
    }

    private GenerationConfig config() {
        return GenerationConfig.greedy(questions.path("max_new_tokens").asInt());
    }

    private JsonNode caseOf(String id) {
        return StreamSupport.stream(questions.path("cases").spliterator(), false)
                .filter(asked -> asked.path("id").asText().equals(id))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("a batch names the case " + id + ", which is not there"));
    }

    private static List<String> images(JsonNode asked) {
        var names = new ArrayList<String>();
        asked.path("images").forEach(name -> names.add(name.asText()));
        return names;
    }

    /** The picture's tokens from our own decoding and resizing. */
    private ImageFeatures own(String image) {
        return seen.computeIfAbsent(image, name -> features(pixels(name)));
    }

    /** The picture's tokens from the reference's pixel values, arranged as ours are. */
    private ImageFeatures golden(String image, String dump) {
        return seen.computeIfAbsent(dump, file -> {
            var layout = pixels(image).layout();
            return features(new PixelValues(kit.floats(file), layout));
        });
    }

    private static List<ChatTurn> turns(JsonNode asked) {
        var turns = new ArrayList<ChatTurn>();
        for (var message : asked.path("messages")) {
            turns.add(new ChatTurn(message.path("role").asText(), parts(message.path("content"))));
        }
        return turns;
    }

    private static List<ChatTurn.Part> parts(JsonNode content) {
        if (content.isTextual()) {
            return List.of(new ChatTurn.Text(content.asText()));
        }
        var parts = new ArrayList<ChatTurn.Part>();
        for (var part : content) {
            switch (part.path("type").asText()) {
                case "image" -> parts.add(new ChatTurn.Image());
                case "text" -> parts.add(new ChatTurn.Text(part.path("text").asText()));
                default -> throw new IllegalArgumentException("a part of the unknown type " + part.path("type"));
            }
        }
        return parts;
    }

    private static JsonNode ids(Generation generation) {
        return Json.mapper().valueToTree(generation.tokenIds());
    }

    private ObjectNode line(String type) {
        return Json.mapper().createObjectNode().put("type", type).put("family", family);
    }

    @Override
    public void close() {
        model.close();
    }
}
