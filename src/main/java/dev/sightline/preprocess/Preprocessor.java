package dev.sightline.preprocess;

/**
 * Decoder and recipe together: a file's bytes become what the vision encoder takes.
 *
 * <pre>
 * bytes ─▶ ImageDecoder ─▶ RgbImage ─▶ ImageProcessor ─▶ PixelValues
 * </pre>
 */
public final class Preprocessor {
    private final ImageDecoder decoder;
    private final ImageProcessor processor;
    private final PreprocessConfig.Scale scale;

    public Preprocessor(ImageDecoder decoder, ImageProcessor processor, PreprocessConfig.Scale scale) {
        this.decoder = decoder;
        this.processor = processor;
        this.scale = scale;
    }

    /** What one file gave: the picture, for thumbnails and reports, and the numbers, for the encoder. */
    public record Preprocessed(DecodedImage image, PixelValues values) {}

    /**
     * Decodes a file and applies the recipe.
     *
     * @throws dev.sightline.failure.CaptionException as {@link ImageDecoder#decode(byte[])}
     */
    public Preprocessed preprocess(byte[] file) {
        var image = decoder.decode(file, processor::resized);
        return new Preprocessed(image, processor.process(image.image()));
    }

    /** Names everything between a file's bytes and the numbers: the recipe, and the scale of decoding where not exact. */
    public String hash() {
        return scale == PreprocessConfig.Scale.EXACT ? processor.hash() : processor.hash() + "-reduced";
    }
}
