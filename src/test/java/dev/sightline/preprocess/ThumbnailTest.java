package dev.sightline.preprocess;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThumbnailTest {
    private static final ImageDecoder DECODER = ImageDecoders.of(PreprocessConfig.defaults());

    @ParameterizedTest
    @CsvSource({"1024,768,512,384", "300,2000,77,512", "512,10,512,10", "100,60,100,60", "5000,1,512,1"})
    void fitsItsLongerEdgeAndNeverGrows(int width, int height, int smallWidth, int smallHeight) {
        // given
        var image = new RgbImage(width, height, new byte[3 * width * height]);

        // when
        byte[] jpeg = Thumbnail.jpegOf(image);

        // then
        assertThat(DECODER.decode(jpeg).type()).isEqualTo(ImageType.JPEG);
        assertThat(DECODER.decode(jpeg).pixels().size()).isEqualTo(new ImageSize(smallWidth, smallHeight));
    }

    @Test
    void showsThePicture() {
        // given
        var image = DECODER.decode(Resources.bytes("images/jpeg-444.jpg")).pixels();

        // when
        var thumbnail = DECODER.decode(Thumbnail.jpegOf(image)).pixels();

        // then
        double sum = 0;
        for (int i = 0; i < image.rgb().length; i++) {
            sum += Math.abs((image.rgb()[i] & 0xff) - (thumbnail.rgb()[i] & 0xff));
        }
        assertThat(sum / image.rgb().length).isLessThan(10); // chroma at half its resolution
    }
}
