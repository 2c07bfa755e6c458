package dev.sightline.preprocess;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Optional;
import java.util.Set;

/** The types of files that are read, told by their first bytes and never by a name. */
public enum ImageType {
    JPEG("image/jpeg"),
    PNG("image/png"),
    WEBP("image/webp"),
    GIF("image/gif"),
    BMP("image/bmp"),
    TIFF("image/tiff"),
    HEIC("image/heic"),
    AVIF("image/avif");

    private static final Set<String> HEIC_BRANDS =
            Set.of("heic", "heix", "hevc", "hevx", "heim", "heis", "hevm", "hevs", "mif1", "msf1");
    private static final Set<String> AVIF_BRANDS = Set.of("avif", "avis");
    private static final Set<Integer> BMP_HEADERS = Set.of(12, 16, 40, 52, 56, 64, 108, 124);

    private final String mediaType;

    ImageType(String mediaType) {
        this.mediaType = mediaType;
    }

    /** The registered media type. */
    public String mediaType() {
        return mediaType;
    }

    /** The type of a file, or empty where it is none of these. */
    public static Optional<ImageType> of(byte[] file) {
        var head = new String(file, 0, Math.min(file.length, 64), ISO_8859_1);
        if (head.startsWith("\u00ff\u00d8")) {
            return Optional.of(JPEG);
        }
        if (head.startsWith("\u0089PNG\r\n\u001a\n")) {
            return Optional.of(PNG);
        }
        if (head.startsWith("RIFF") && head.startsWith("WEBP", 8)) {
            return Optional.of(WEBP);
        }
        if (head.startsWith("GIF87a") || head.startsWith("GIF89a")) {
            return Optional.of(GIF);
        }
        if (head.startsWith("II*\0")
                || head.startsWith("MM\0*")
                || head.startsWith("II+\0")
                || head.startsWith("MM\0+")) {
            return Optional.of(TIFF);
        }
        if (head.startsWith("BM") && file.length >= 18 && BMP_HEADERS.contains(new Bytes(file).int32Little(14))) {
            return Optional.of(BMP); // two letters alone begin many a text
        }
        return head.startsWith("ftyp", 4) ? ofBrands(head, new Bytes(file).int32(0)) : Optional.empty();
    }

    /** The major brand says most; the compatible ones tell AVIF from HEIC behind the brands that both share. */
    private static Optional<ImageType> ofBrands(String head, int boxSize) {
        boolean known = false;
        for (int at = 8; at + 4 <= Math.min(head.length(), boxSize); at += at == 8 ? 8 : 4) {
            var brand = head.substring(at, at + 4);
            if (AVIF_BRANDS.contains(brand)) {
                return Optional.of(AVIF);
            }
            known |= HEIC_BRANDS.contains(brand);
        }
        return known ? Optional.of(HEIC) : Optional.empty();
    }
}
