package dev.sightline.cli;

import dev.sightline.train.data.TextLines;
import dev.sightline.train.evaluate.CaptionScores;
import dev.sightline.train.evaluate.Estimate;
import dev.sightline.train.evaluate.Judged;
import dev.sightline.train.evaluate.Score;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What people said of images: lines of an image's name, a tab and a caption. Names are compared without extension. */
final class References {
    private final Map<String, List<String>> captions;

    private References(Map<String, List<String>> captions) {
        this.captions = captions;
    }

    /**
     * Texts beside others about the same images.
     *
     * @param images     those that have references
     * @param difference first minus second, the images drawn together
     * @param worse      whether the first are measurably worse: the interval ends below 0
     */
    record Comparison(int images, Estimate first, Estimate second, Estimate difference, boolean worse) {}

    static References read(Path file) {
        Map<String, List<String>> captions = new LinkedHashMap<>();
        try (var lines = TextLines.read(file, (line, number) -> cells(line))) {
            lines.forEach(cells -> captions.computeIfAbsent(stem(cells[0]), image -> new ArrayList<>())
                    .add(cells[1]));
        } catch (IllegalArgumentException e) {
            throw new CannotStartException("cannot read the captions " + file + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw new CannotStartException("cannot read the captions " + file + ": " + e, e);
        }
        return new References(captions);
    }

    private static String[] cells(String line) {
        var cells = line.split("\t", 2);
        if (cells.length < 2) {
            throw new IllegalArgumentException("no tab between an image's name and what was said of it");
        }
        return cells;
    }

    /** CIDEr-D of texts by image; empty where none has references. */
    Optional<Estimate> ciderD(Map<String, String> texts) {
        var judged = judged(texts);
        return judged.isEmpty() ? Optional.empty() : Optional.of(ciderD(judged).estimate());
    }

    /** CIDEr-D of texts beside others of the same images; empty where none has references. */
    Optional<Comparison> compare(Map<String, String> first, Map<String, String> second) {
        var judged = judged(first);
        if (judged.isEmpty()) {
            return Optional.empty();
        }
        var score = ciderD(judged);
        var other = ciderD(judged(second));
        var difference = score.minus(other);
        return Optional.of(
                new Comparison(judged.size(), score.estimate(), other.estimate(), difference, difference.high() < 0));
    }

    private static Score ciderD(List<Judged> judged) {
        return CaptionScores.of(judged).ciderD();
    }

    private List<Judged> judged(Map<String, String> texts) {
        return texts.entrySet().stream()
                .filter(text -> captions.containsKey(stem(text.getKey())))
                .map(text -> new Judged(text.getKey(), "", text.getValue(), captions.get(stem(text.getKey()))))
                .toList();
    }

    /** A file's name without folders and extension. */
    private static String stem(String path) {
        var name = path.substring(path.lastIndexOf('/') + 1);
        return name.contains(".") ? name.substring(0, name.lastIndexOf('.')) : name;
    }
}
