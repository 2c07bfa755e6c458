package dev.sightline.train.evaluate;

import java.util.List;

/**
 * What a model said beside what people said of the same image.
 *
 * @param id         the image's
 * @param question   what was asked of it; empty where nothing was
 * @param references at least one
 */
public record Judged(String id, String question, String prediction, List<String> references) {
    public Judged {
        references = List.copyOf(references);
        if (references.isEmpty()) {
            throw new IllegalArgumentException(id + " has no reference to be compared with");
        }
    }

    List<String> words() {
        return Words.of(prediction);
    }

    List<List<String>> referenceWords() {
        return references.stream().map(Words::of).toList();
    }
}
