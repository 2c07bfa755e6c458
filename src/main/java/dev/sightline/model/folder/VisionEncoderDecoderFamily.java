package dev.sightline.model.folder;

import java.util.List;

/** Vision encoder and text decoder joined by cross-attention, such as ViT and GPT-2: no prompt, one caption a picture. */
final class VisionEncoderDecoderFamily implements ModelFamily {
    @Override
    public String name() {
        return "vision-encoder-decoder";
    }

    @Override
    public List<OnnxPart> parts() {
        return List.of(OnnxPart.ENCODER, OnnxPart.DECODER);
    }

    @Override
    public boolean conversational() {
        return false;
    }

    @Override
    public String imageToken() {
        return "";
    }

    @Override
    public String expand(ImageLayout layout) {
        return "";
    }
}
