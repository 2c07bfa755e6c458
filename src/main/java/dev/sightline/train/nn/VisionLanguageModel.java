package dev.sightline.train.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.nn.core.Embedding;

/**
 * Stage 2's model: the ViT kept from stage 1, the projector, the decoder.
 *
 * <pre>patches → ViT → projector → image tokens ┐
 *                 conversation → embeddings ┴ splice → decoder → answers</pre>
 */
public record VisionLanguageModel(VisionTower vision, Projector projector, Decoder decoder) {
    /** Patches [B, N, C] → image tokens [B, S, D]. */
    public NDArray imageTokens(NDArray patches) {
        return projector.forward(vision.tokens(patches));
    }

    /**
     * The mean cross-entropy of a batch's answer tokens, and of nothing else.
     *
     * @param imageTokens [B, S, D], row by row those of the batch's trees; rows of trees without an image are not read
     */
    public NDArray loss(AnswerBatch batch, NDArray imageTokens) {
        NDArray x = splice(batch, imageTokens); // [B, T, D]
        return answerLoss(batch, decoder.hidden(x, batch.positions(), batch.mask(), null));
    }

    /** The same from the decoder's hidden states, [B, T, D]; only those before an answer token are read. */
    NDArray answerLoss(AnswerBatch batch, NDArray hidden) {
        NDArray spoken = rows(batch.sources(), hidden); // [n, D]
        return decoder.loss(spoken, batch.targets());
    }

    /** Word embeddings with image tokens in their places: [B, T, D]. */
    public NDArray splice(AnswerBatch batch, NDArray imageTokens) {
        NDArray words = decoder.embed(batch.ids()); // [B, T, D]
        long width = words.getShape().get(2);
        NDArray all = words.reshape(-1, width).concat(imageTokens.reshape(-1, width));
        return Embedding.embedding(batch.rows(), all, SparseFormat.DENSE).singletonOrThrow();
    }

    /** Rows of [B, T, D] by their flat index. */
    private static NDArray rows(NDArray indices, NDArray x) {
        long width = x.getShape().get(2);
        return Embedding.embedding(indices, x.reshape(-1, width), SparseFormat.DENSE)
                .singletonOrThrow();
    }
}
