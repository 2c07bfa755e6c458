package dev.sightline.preprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sightline.failure.CaptionException;
import dev.sightline.failure.FailureCode;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageDecodersTest {
    private static final ImageDecoder DECODER = ImageDecoders.of(PreprocessConfig.defaults());

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "'', image_empty",
                "'  ', image_unsupported_type",
                "'BM is how many a text begins', image_unsupported_type",
                "'<svg xmlns=\"http://www.w3.org/2000/svg\"/>', image_unsupported_type",
                "'%PDF-1.4', image_unsupported_type",
                "'GIF89a', image_undecodable",
                "'\u0089PNG\r\n\u001a\n', image_undecodable",
                "'\u00ff\u00d8', image_undecodable",
                "'RIFF\u0004\u0000\u0000\u0000WEBP', image_undecodable",
                "'II*\u0000', image_undecodable",
            })
    void refusesWhatIsNoPicture(String latin, String code) {
        // given
        byte[] file = latin.getBytes(StandardCharsets.ISO_8859_1);

        // when, then
        assertThatThrownBy(() -> DECODER.decode(file))
                .isInstanceOfSatisfying(
                        CaptionException.class,
                        refused -> assertThat(refused.failure().code().code()).isEqualTo(code));
    }

    @Test
    void saysWhatToInstallForTypesThatTheMachineLacks() {
        // given
        var heic = new HeifCodec(ImageType.HEIC, null);

        // when, then
        assertThatThrownBy(() -> heic.read(new byte[16], new PixelLimit(1), size -> size))
                .isInstanceOfSatisfying(
                        CaptionException.class,
                        refused -> assertThat(refused.failure().code()).isEqualTo(FailureCode.IMAGE_UNSUPPORTED_TYPE))
                .hasMessageContaining("libheif1");
    }

    @Test
    void saysOfEveryTypeWhetherItCanBeRead() {
        // when
        var formats = ImageDecoders.formats();

        // then
        assertThat(formats).extracting(FormatSupport::type).containsExactly(ImageType.values());
        assertThat(formats)
                .filteredOn(format -> format.type() != ImageType.HEIC && format.type() != ImageType.AVIF)
                .allMatch(FormatSupport::readable);
    }

    @Test
    void takesPicturesOfExactlyTheLimitAndNoneLarger() {
        // given
        byte[] file = Resources.bytes("images/png-rgb16.png"); // 61x43

        // when, then
        assertThat(ImageDecoders.of(new TestConfig(61 * 43, false)).decode(file).complete())
                .isTrue();
        assertThatThrownBy(() ->
                        ImageDecoders.of(new TestConfig(61 * 43 - 1, false)).decode(file))
                .isInstanceOf(CaptionException.class)
                .hasMessageContaining("max-pixels");
    }

    @Test
    void namesTheExactScaleWhereTheLibraryForAnotherIsMissing() {
        assertThat(ImageDecoders.scale(PreprocessConfig.Scale.REDUCED, false)).isEqualTo(PreprocessConfig.Scale.EXACT);
        assertThat(ImageDecoders.scale(PreprocessConfig.Scale.REDUCED, true)).isEqualTo(PreprocessConfig.Scale.REDUCED);
    }
}
