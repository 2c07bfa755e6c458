package dev.sightline.model.folder;

/** One network of a vision-language model, a file of its own below {@code onnx/}. */
public enum OnnxPart {
    /** Pixels to image features in the decoder's embedding space. */
    VISION_ENCODER("vision_encoder"),
    /** Pixels to hidden states that a decoder attends to across. */
    ENCODER("encoder_model"),
    /** Token ids to embeddings. */
    EMBED_TOKENS("embed_tokens"),
    /** Embeddings (or ids) and past keys and values to logits. */
    DECODER("decoder_model_merged");

    private final String stem;

    OnnxPart(String stem) {
        this.stem = stem;
    }

    /** The file's name without precision suffix and extension. */
    public String stem() {
        return stem;
    }
}
