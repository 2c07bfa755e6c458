package dev.sightline.preprocess;

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

    private final String mediaType;

    ImageType(String mediaType) {
        this.mediaType = mediaType;
    }

    /** The registered media type. */
    public String mediaType() {
        return mediaType;
    }
}
