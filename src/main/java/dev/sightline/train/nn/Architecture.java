package dev.sightline.train.nn;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;

/**
 * The shape of all that is trained; it travels in the weights' file.
 *
 * @param patches    N, a square number whose root is even
 * @param patchWidth C
 * @param width      of both towers
 * @param depth      blocks of each tower
 * @param projector  width between the projector's linears
 * @param textLength tokens of a caption at most
 * @param space      width of the space that both towers share
 * @param rank       of LoRA
 * @param alpha      of LoRA
 */
public record Architecture(
        int patches,
        int patchWidth,
        int width,
        int heads,
        int depth,
        int mlpWidth,
        int projector,
        int textLength,
        int space,
        int rank,
        double alpha) {
    private static final String KEY = "architecture";
    private static final ObjectMapper JSON = new ObjectMapper();

    public Architecture {
        int grid = (int) Math.round(Math.sqrt(patches));
        if (grid * grid != patches || grid % 2 != 0) {
            throw new IllegalArgumentException(patches + " patches are no square of an even side");
        }
    }

    /** The shape used where nothing is said, for patches of this kind. */
    public static Architecture of(int patches, int patchWidth) {
        return new Architecture(patches, patchWidth, 384, 6, 2, 768, 1152, 48, 256, 16, 32);
    }

    /**
     * Refuses data that is cut otherwise.
     *
     * @throws IllegalArgumentException if an image has another number of patches, or they are of another width
     */
    public void refuseOtherPatches(int number, int numbers) {
        if (number != patches || numbers != patchWidth) {
            throw new IllegalArgumentException(
                    "the weights are of %d patches of %d numbers each, and the images give %d of %d: --stem and --patch must be those that they were trained with"
                            .formatted(patches, patchWidth, number, numbers));
        }
    }

    /** Patches along a side. */
    public int grid() {
        return (int) Math.round(Math.sqrt(patches));
    }

    /** S, image tokens. */
    public int imageTokens() {
        return patches / 4;
    }

    /** The vision tower. */
    public TowerConfig vision() {
        return new TowerConfig(patchWidth, patches, width, heads, depth, mlpWidth);
    }

    /** The text tower, over word embeddings of this width. */
    public TowerConfig text(int wordWidth) {
        return new TowerConfig(wordWidth, textLength, width, heads, depth, mlpWidth);
    }

    /** LoRA. */
    public LowRank lowRank() {
        return new LowRank(rank, alpha);
    }

    /** What a weights' file says of itself. */
    public Map<String, String> metadata(String stage) {
        try {
            return Map.of("stage", stage, KEY, JSON.writeValueAsString(this));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record of numbers", e);
        }
    }

    /**
     * The shape of a weights' file; where it says nothing of itself, the default.
     *
     * @throws IllegalArgumentException if what it says is no shape
     */
    public static Architecture of(Map<String, String> metadata) {
        String json = metadata.get(KEY);
        if (json == null) {
            return of(64, 1280);
        }
        try {
            return JSON.readValue(json, Architecture.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the weights' architecture cannot be read: " + json, e);
        }
    }
}
