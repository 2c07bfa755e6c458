package dev.sightline.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sightline.event.Json;
import dev.sightline.failure.CaptionException;
import dev.sightline.preprocess.ImageDecoder;
import dev.sightline.preprocess.ImageDecoders;
import dev.sightline.preprocess.PreprocessConfig;

/** What valid pictures decode to, and how broken ones are refused. */
final class PictureRun {
    private static final String FAILURES_OF_IMAGES = "image_";

    private final ImageDecoder decoder = ImageDecoders.of(PreprocessConfig.defaults());
    private final ConformanceKit kit;
    private final Answers answers;

    PictureRun(ConformanceKit kit, Answers answers) {
        this.kit = kit;
        this.answers = answers;
    }

    void run() {
        kit.pictures()
                .properties()
                .forEach(picture -> answers.give(
                        "images/" + picture.getKey(), () -> decoded(picture.getKey(), picture.getValue())));
        kit.invalid().forEachRemaining(file -> answers.give("invalid/" + file, () -> refused(file)));
    }

    private JsonNode decoded(String name, JsonNode places) {
        var image = decoder.decode(kit.image(name)).pixels();
        var line = Json.mapper().createObjectNode();
        line.put("type", "decode").put("image", name);
        line.put("width", image.width()).put("height", image.height());
        var pixels = line.putArray("pixels");
        for (var place : places.path("pixels")) {
            var x = place.get(0).asInt();
            var y = place.get(1).asInt();
            var pixel = pixels.addArray().add(x).add(y).addArray();
            var rgb = image.pixel(x, y);
            pixel.add(rgb >> 16).add(rgb >> 8 & 0xff).add(rgb & 0xff);
        }
        return line;
    }

    private JsonNode refused(String name) {
        var line = Json.mapper().createObjectNode();
        line.put("type", "invalid").put("file", name);
        try {
            decoder.decode(kit.invalid(name));
            line.put("class", "decoded");
        } catch (CaptionException e) {
            var code = e.failure().code().code();
            line.put("class", code.startsWith(FAILURES_OF_IMAGES) ? code.substring(FAILURES_OF_IMAGES.length()) : code);
        }
        return line;
    }
}
