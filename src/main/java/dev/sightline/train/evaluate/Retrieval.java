package dev.sightline.train.evaluate;

import java.util.LinkedHashMap;
import java.util.Map;

/** How often the right one is among the first 1, 5, 10: captions by an image, and the image by a caption. */
public final class Retrieval {
    private static final int[] RANKS = {1, 5, 10};

    private Retrieval() {}

    /**
     * Recall at 1, 5 and 10 both ways.
     *
     * @param similarity [images][captions]
     * @param owner      of each caption, the image it belongs to
     */
    public static Map<String, Double> recall(float[][] similarity, int[] owner) {
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
        Map<String, Double> recall = new LinkedHashMap<>();
        for (int rank : RANKS) {
            recall.put("image to text R@" + rank, part(imageRank, rank));
        }
        for (int rank : RANKS) {
            recall.put("text to image R@" + rank, part(captionRank, rank));
        }
        return recall;
    }

    private static int rankInRow(float[] row, int column) {
        int before = 0;
        for (float value : row) {
            before += value > row[column] ? 1 : 0;
        }
        return before;
    }

    private static int rankInColumn(float[][] similarity, int row, int column) {
        int before = 0;
        for (float[] other : similarity) {
            before += other[column] > similarity[row][column] ? 1 : 0;
        }
        return before;
    }

    private static double part(int[] ranks, int below) {
        int hits = 0;
        for (int rank : ranks) {
            hits += rank < below ? 1 : 0;
        }
        return ranks.length == 0 ? 0 : (double) hits / ranks.length;
    }
}
