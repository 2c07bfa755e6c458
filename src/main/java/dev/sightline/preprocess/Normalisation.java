package dev.sightline.preprocess;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * Bytes become numbers: {@code (byte * rescale - mean) / std}, a mean and a deviation a channel.
 *
 * @param rescale factor, 1 where the recipe does not rescale
 * @param mean    of each channel, zeros where the recipe does not normalise
 * @param std     of each channel, ones where the recipe does not normalise
 */
record Normalisation(double rescale, List<Float> mean, List<Float> std) {
    static final List<Float> CLIP_MEAN = List.of(0.48145466f, 0.4578275f, 0.40821073f);
    static final List<Float> CLIP_STD = List.of(0.26862954f, 0.26130258f, 0.27577711f);
    static final List<Float> HALF = List.of(0.5f, 0.5f, 0.5f);

    Normalisation {
        mean = List.copyOf(mean);
        std = List.copyOf(std);
        if (mean.size() != 3 || std.size() != 3 || std.contains(0f)) {
            throw new IllegalArgumentException(
                    "image_mean %s and image_std %s are not three numbers each".formatted(mean, std));
        }
    }

    /** As the configuration says; the means and deviations of its class where it does not. */
    static Normalisation of(JsonNode config, List<Float> mean, List<Float> std) {
        boolean normalises = config.path("do_normalize").asBoolean(true);
        return new Normalisation(
                config.path("do_rescale").asBoolean(true)
                        ? config.path("rescale_factor").asDouble(1 / 255d)
                        : 1,
                normalises ? channels(config.path("image_mean"), mean) : List.of(0f, 0f, 0f),
                normalises ? channels(config.path("image_std"), std) : List.of(1f, 1f, 1f));
    }

    private static List<Float> channels(JsonNode value, List<Float> otherwise) {
        if (value.isNumber()) {
            return List.of(value.floatValue(), value.floatValue(), value.floatValue());
        }
        return value.isArray()
                ? StreamSupport.stream(value.spliterator(), false)
                        .map(JsonNode::floatValue)
                        .toList()
                : otherwise;
    }

    /** The 256 numbers that a byte of this channel can become; computed in single precision as numpy does. */
    float[] table(int channel) {
        var table = new float[256];
        for (int value = 0; value < 256; value++) {
            table[value] = ((float) (value * rescale) - mean.get(channel)) / std.get(channel);
        }
        return table;
    }
}
