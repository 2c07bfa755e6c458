package dev.sightline.train.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Writes with the model in training: one prompt to a batch of images, the likeliest token each time. */
public final class GreedyWriter {
    private final VisionLanguageModel model;
    private final int imageId;
    private final int endOfTurn;

    /** With the ids of an image token and of the end of a turn. */
    public GreedyWriter(VisionLanguageModel model, int imageId, int endOfTurn) {
        this.model = model;
        this.imageId = imageId;
        this.endOfTurn = endOfTurn;
    }

    /**
     * The ids written for each image, without the end token.
     *
     * @param imageTokens [B, S, D]
     * @param prompt      the same for all images, with S places for image tokens
     * @param atMost      new tokens
     */
    public List<List<Integer>> write(NDArray imageTokens, int[] prompt, int atMost) {
        int batch = Math.toIntExact(imageTokens.getShape().get(0));
        DecoderCache cache = new DecoderCache(model.decoder().config().layers());
        List<List<Integer>> written = Stream.generate(() -> (List<Integer>) new ArrayList<Integer>())
                .limit(batch)
                .toList();
        boolean[] ended = new boolean[batch];
        try (NDManager kept = imageTokens.getManager().newSubManager()) {
            long[] next = next(kept, cache, prompt(imageTokens, prompt), 0, prompt.length);
            for (int length = prompt.length; ; length++) {
                for (int row = 0; row < batch; row++) {
                    ended[row] |= next[row] == endOfTurn;
                    if (!ended[row]) {
                        written.get(row).add((int) next[row]);
                    }
                }
                if (length - prompt.length == atMost - 1 || all(ended)) {
                    return written;
                }
                try (NDManager step = kept.newSubManager()) {
                    NDArray x = model.decoder().embed(step.create(next).expandDims(1)); // [B, 1, D]
                    next = next(kept, cache, x, length, 1);
                }
            }
        }
    }

    private NDArray prompt(NDArray imageTokens, int[] prompt) {
        int batch = Math.toIntExact(imageTokens.getShape().get(0));
        boolean[] never = new boolean[prompt.length + 1];
        never[prompt.length] = true; // makes the tree keep the whole prompt
        TokenTree tree = new TokenTree();
        tree.add(Arrays.copyOf(prompt, prompt.length + 1), never);
        List<TokenTree> trees = Stream.generate(() -> tree).limit(batch).toList();
        int tokens = Math.toIntExact(imageTokens.getShape().get(1));
        return model.splice(AnswerBatch.pack(imageTokens.getManager(), trees, imageId, tokens), imageTokens);
    }

    /** The likeliest token after the last position of each row. */
    private long[] next(NDManager kept, DecoderCache cache, NDArray x, int past, int length) {
        int[] positions = IntStream.range(past, past + length).toArray();
        int batch = Math.toIntExact(x.getShape().get(0));
        int[][] rows = new int[batch][];
        Arrays.fill(rows, positions);
        NDArray mask = past == 0 ? CausalMask.of(x.getManager(), length) : null;
        NDArray hidden = model.decoder().hidden(x, rows, mask, cache); // [B, T, D]
        cache.attach(kept);
        return model.decoder().logits(hidden.get(":, -1")).argMax(1).toLongArray();
    }

    private static boolean all(boolean[] flags) {
        return IntStream.range(0, flags.length).allMatch(i -> flags[i]);
    }
}
