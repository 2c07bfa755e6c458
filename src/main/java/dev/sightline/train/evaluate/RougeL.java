package dev.sightline.train.evaluate;

import java.util.List;

/** ROUGE-L (Lin 2004): the longest common subsequence with any reference, recall weighing 1.2 times precision. */
final class RougeL {
    private static final double BETA_SQUARED = 1.2 * 1.2;

    private RougeL() {}

    /** One score an image; the corpus' score is their mean. */
    static double[] scores(List<Judged> corpus) {
        return corpus.stream().mapToDouble(RougeL::score).toArray();
    }

    private static double score(Judged one) {
        List<String> said = atLeastOne(one.words());
        double precision = 0;
        double recall = 0;
        for (List<String> words : one.referenceWords()) {
            List<String> reference = atLeastOne(words);
            double common = longestCommon(said, reference);
            precision = Math.max(precision, common / said.size());
            recall = Math.max(recall, common / reference.size());
        }
        return precision == 0 || recall == 0
                ? 0
                : (1 + BETA_SQUARED) * precision * recall / (recall + BETA_SQUARED * precision);
    }

    /** pycocoevalcap cuts at each space, and so sees one empty word in an empty text. */
    private static List<String> atLeastOne(List<String> words) {
        return words.isEmpty() ? List.of("") : words;
    }

    private static int longestCommon(List<String> a, List<String> b) {
        int[] row = new int[b.size() + 1];
        for (String word : a) {
            int diagonal = 0;
            for (int j = 1; j <= b.size(); j++) {
                int above = row[j];
                row[j] = word.equals(b.get(j - 1)) ? diagonal + 1 : Math.max(above, row[j - 1]);
                diagonal = above;
            }
        }
        return row[b.size()];
    }
}
