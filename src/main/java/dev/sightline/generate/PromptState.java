package dev.sightline.generate;

import dev.sightline.encode.ImageFeatures;
import dev.sightline.model.text.Prompt;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A prompt and its pictures' tokens, each at its place; shared by all rows of a request. */
final class PromptState {
    private final Prompt prompt;
    private final List<ImageFeatures> images;
    private final int[] ordinals; // of image tokens: how many came before; -1 where a word stands
    private final int[] begins; // first image token of each picture

    PromptState(Prompt prompt, List<ImageFeatures> images) {
        this.prompt = prompt;
        this.images = images;
        this.ordinals = new int[prompt.length()];
        int next = 0;
        for (int i = 0; i < ordinals.length; i++) {
            ordinals[i] = prompt.isImage(i) ? next++ : -1;
        }
        this.begins = new int[images.size()];
        for (int i = 1; i < begins.length; i++) {
            begins[i] = begins[i - 1] + images.get(i - 1).tokens();
        }
    }

    /** How many tokens. */
    int length() {
        return prompt.length();
    }

    /**
     * How many of its first tokens another prompt has too, all its pictures among them: 0 where a picture comes later, and
     * never all, since a text begins with the scores of the last.
     */
    int shared(PromptState other) {
        if (!sameImages(other)) {
            return 0;
        }
        int most = Math.min(length() - 1, other.length());
        int equal = 0;
        int seen = 0;
        while (equal < most && id(equal) == other.id(equal) && ordinals[equal] == other.ordinals[equal]) {
            seen += ordinals[equal++] < 0 ? 0 : 1;
        }
        return seen == imageTokens() ? equal : 0;
    }

    private boolean sameImages(PromptState other) {
        boolean same = !images.isEmpty() && images.size() == other.images.size();
        for (int i = 0; same && i < images.size(); i++) {
            same = images.get(i) == other.images.get(i);
        }
        return same;
    }

    /** How many of them are image tokens. */
    int imageTokens() {
        return prompt.imageTokens();
    }

    /** The id at a place. */
    int id(int index) {
        return prompt.id(index);
    }

    /** The ids of the prompt and of a text after it. */
    int[] followedBy(TokenIds text) {
        int[] all = Arrays.copyOf(prompt.ids(), prompt.length() + text.size());
        for (int i = 0; i < text.size(); i++) {
            all[prompt.length() + i] = text.get(i);
        }
        return all;
    }

    /** The position of a token of the prompt, or of the text after it. */
    long position(int plane, int index) {
        return prompt.position(plane, index);
    }

    /** Writes the image token at a place, or returns false where a word stands. */
    boolean writeImageToken(int index, FloatBuffer target) {
        int ordinal = ordinals[index];
        if (ordinal < 0) {
            return false;
        }
        int found = Arrays.binarySearch(begins, ordinal);
        int image = found >= 0 ? found : -found - 2;
        images.get(image).copyToken(ordinal - begins[image], target);
        return true;
    }

    /** The first picture's hidden states, for decoders that attend to it across. */
    @Nullable
    FloatBuffer encoderStates() {
        return images.isEmpty() ? null : images.get(0).values();
    }
}
