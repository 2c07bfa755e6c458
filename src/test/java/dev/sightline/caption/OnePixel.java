package dev.sightline.caption;

import dev.sightline.preprocess.DecodedImage;
import dev.sightline.preprocess.ImageProcessor;
import dev.sightline.preprocess.ImageSize;
import dev.sightline.preprocess.ImageType;
import dev.sightline.preprocess.PixelLayout;
import dev.sightline.preprocess.PixelValues;
import dev.sightline.preprocess.RgbImage;
import dev.sightline.preprocess.ScaledImage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Turns any picture into three numbers. */
final class OnePixel implements ImageProcessor {
    @Override
    public PixelValues process(ScaledImage image) {
        var values =
                ByteBuffer.allocateDirect(12).order(ByteOrder.nativeOrder()).asFloatBuffer();
        return new PixelValues(values, new PixelLayout.Picture(1, 1));
    }

    @Override
    public ImageSize resized(ImageSize image) {
        return image;
    }

    @Override
    public String hash() {
        return "p";
    }

    /** A picture of one black pixel. */
    static DecodedImage picture() {
        return new DecodedImage(new RgbImage(1, 1, new byte[3]), ImageType.PNG, 1);
    }
}
