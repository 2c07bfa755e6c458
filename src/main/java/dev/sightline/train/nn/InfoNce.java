package dev.sightline.train.nn;

import ai.djl.ndarray.NDArray;

/**
 * The contrastive loss of stage 1 (van den Oord et al. 2018; both ways as in Radford et al. 2021).
 *
 * <pre>L = −½ · mean over i of ( log softmax over j of (s · vᵢ·tⱼ) at j = i  +  log softmax over j of (s · tᵢ·vⱼ) at j = i )</pre>
 */
final class InfoNce {
    private InfoNce() {}

    /**
     * @param images unit vectors [B, E]; row i belongs to row i of {@code texts}, all others are its negatives
     * @param scale  the inverse temperature s, one value
     */
    static NDArray symmetric(NDArray images, NDArray texts, NDArray scale) {
        NDArray similarity = images.matMul(texts.transpose()).mul(scale); // [B, B]
        NDArray imageToText = similarity.logSoftmax(1).diagonal();
        NDArray textToImage = similarity.logSoftmax(0).diagonal();
        return imageToText.add(textToImage).mean().mul(-0.5f);
    }
}
