package dev.sightline.train.evaluate;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** How often the right one is among the first 1, 5, 10: captions by an image, and the image by a caption. */
public final class Retrieval {
    private static final int[] RANKS = {1, 5, 10};

    private Retrieval() {}

    /** How alike each image is to each text, [images][texts], by the product of their unit vectors. */
    public static float[][] similarity(float[][] images, float[][] texts) {
        float[][] similarity = new float[images.length][texts.length];
        for (int i = 0; i < images.length; i++) {
            for (int t = 0; t < texts.length; t++) {
                similarity[i][t] = product(images[i], texts[t]);
            }
        }
        return similarity;
    }

    private static float product(float[] a, float[] b) {
        float sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    /**
     * Recall at 1, 5 and 10 both ways, of at least one image; an image is drawn with all its captions.
     *
     * @param similarity [images][captions]
     * @param owner      of each caption, the image it belongs to
     */
    public static Map<String, Score> recall(float[][] similarity, int[] owner) {
        int images = similarity.length;
        int[] imageRank = new int[images];
        int[] captionRank = new int[owner.length];
        for (int image = 0; image < images; image++) {
            imageRank[image] = Integer.MAX_VALUE;
            for (int caption = 0; caption < owner.length; caption++) {
                if (owner[caption] == image) {
                    imageRank[image] = Math.min(imageRank[image], rankInRow(similarity[image], caption));
                    captionRank[caption] = rankInColumn(similarity, image, caption);
                }
            }
        }
        double[] captions = new double[images];
        Arrays.stream(owner).forEach(image -> captions[image]++);
        Map<String, Score> recall = new LinkedHashMap<>();
        for (int rank : RANKS) {
            double[] hits = Arrays.stream(imageRank)
                    .mapToDouble(at -> at < rank ? 1 : 0)
                    .toArray();
            recall.put("image to text R@" + rank, Score.mean(hits));
        }
        for (int rank : RANKS) {
            double[] hits = new double[images];
            for (int caption = 0; caption < owner.length; caption++) {
                hits[owner[caption]] += captionRank[caption] < rank ? 1 : 0;
            }
            recall.put("text to image R@" + rank, Score.ratio(hits, captions));
        }
        return recall;
    }

    private static int rankInRow(float[] row, int column) {
        int before = 0;
        for (int i = 0; i < row.length; i++) {
            before += standsBefore(row[i], i, row[column], column) ? 1 : 0;
        }
        return before;
    }

    private static int rankInColumn(float[][] similarity, int row, int column) {
        int before = 0;
        for (int i = 0; i < similarity.length; i++) {
            before += standsBefore(similarity[i][column], i, similarity[row][column], row) ? 1 : 0;
        }
        return before;
    }

    /** Of equals the earlier stands first, so that towers which tell nothing apart find nothing; what is no number stands last. */
    private static boolean standsBefore(float other, int otherIndex, float value, int index) {
        float theirs = Float.isNaN(other) ? Float.NEGATIVE_INFINITY : other;
        float ours = Float.isNaN(value) ? Float.NEGATIVE_INFINITY : value;
        return theirs > ours || (theirs == ours && otherIndex < index);
    }
}
