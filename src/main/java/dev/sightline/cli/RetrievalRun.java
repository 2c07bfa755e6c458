package dev.sightline.cli;

import dev.sightline.embed.Towers;
import dev.sightline.failure.CaptionException;
import dev.sightline.preprocess.PreprocessConfig;
import dev.sightline.train.data.CaptionedImages;
import dev.sightline.train.data.Conversation;
import dev.sightline.train.data.ConversationFile;
import dev.sightline.train.data.ImageSet;
import dev.sightline.train.evaluate.Evaluation;
import dev.sightline.train.evaluate.Judged;
import dev.sightline.train.evaluate.Retrieval;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Looks for each image's captions among all, and for each caption's image, by a folder of towers. */
final class RetrievalRun {
    private final ImageSet images;
    private final EvaluationProgress progress;

    private final List<String> placed = new ArrayList<>();
    private final List<float[]> pictures = new ArrayList<>();
    private final List<String> texts = new ArrayList<>();
    private final List<float[]> words = new ArrayList<>();
    private final List<Integer> owner = new ArrayList<>();

    private RetrievalRun(ImageSet images, EvaluationProgress progress) {
        this.images = images;
        this.progress = progress;
    }

    /**
     * What the towers find; the caption that a picture lies nearest to stands as what was said of it.
     *
     * @param data captioned images; those that cannot be read are told of and left out
     */
    static Evaluation of(Path folder, Path data, ImageSet images, EvaluationProgress progress) throws IOException {
        CaptionedImages captioned;
        try (var conversations = ConversationFile.read(data)) {
            captioned =
                    CaptionedImages.of(conversations.filter(one -> !one.images().isEmpty()));
        }
        var run = new RetrievalRun(images, progress);
        run.place(folder, captioned);
        if (run.placed.isEmpty()) {
            throw new CannotStartException("there is no image to find");
        }
        return run.evaluation(String.valueOf(folder.getFileName()), captioned);
    }

    private void place(Path folder, CaptionedImages captioned) throws IOException {
        try (var towers = Towers.open(folder, PreprocessConfig.defaults());
                var bar = progress.begin(captioned.size())) {
            for (var image : captioned.images()) {
                try {
                    pictures.add(towers.ofImage(images.read(image)).toArray());
                } catch (NoSuchFileException e) {
                    progress.failed(bar, image + ": there is no such file");
                    continue;
                } catch (CaptionException e) {
                    progress.failed(bar, image + ": " + e.getMessage());
                    continue;
                }
                for (var caption : captions(captioned, image)) {
                    texts.add(caption);
                    words.add(towers.ofText(caption).toArray());
                    owner.add(placed.size());
                }
                placed.add(image);
                progress.done(bar);
            }
        }
    }

    private Evaluation evaluation(String name, CaptionedImages captioned) {
        var similarity = Retrieval.similarity(pictures.toArray(float[][]::new), words.toArray(float[][]::new));
        var judged = new ArrayList<Judged>();
        for (var i = 0; i < similarity.length; i++) {
            var nearest = texts.get(greatest(similarity[i]));
            judged.add(new Judged(placed.get(i), "", nearest, captions(captioned, placed.get(i))));
        }
        var owners = owner.stream().mapToInt(Integer::intValue).toArray();
        return new Evaluation(name, Retrieval.recall(similarity, owners), judged);
    }

    private static List<String> captions(CaptionedImages captioned, String image) {
        return captioned.about(image).stream().map(Conversation::answer).toList();
    }

    private static int greatest(float[] row) {
        var best = 0;
        for (var i = 1; i < row.length; i++) {
            best = row[i] > row[best] ? i : best;
        }
        return best;
    }
}
