package dev.sightline.preprocess;

import java.util.Optional;

/** How a stored picture has to be turned to stand upright: tag 0x0112 of Exif and TIFF, with its values in order. */
enum Orientation {
    UPRIGHT(false, false, false),
    MIRRORED(false, true, false),
    UPSIDE_DOWN(false, true, true),
    MIRRORED_UPSIDE_DOWN(false, false, true),
    TRANSPOSED(true, false, false),
    TURNED_LEFT(true, false, true),
    TRANSVERSED(true, true, true),
    TURNED_RIGHT(true, true, false);

    private static final int TAG = 0x0112;
    private static final int SHORT = 3;
    private static final int LONG = 4;

    private final boolean swapsAxes;
    private final boolean fromRight;
    private final boolean fromBottom;

    /** Of the stored picture: whether its rows become columns, and from which ends its columns and rows are read. */
    Orientation(boolean swapsAxes, boolean fromRight, boolean fromBottom) {
        this.swapsAxes = swapsAxes;
        this.fromRight = fromRight;
        this.fromBottom = fromBottom;
    }

    /** The orientation of a value of the tag; what is no value of it changes nothing. */
    static Orientation ofTag(int value) {
        return value >= 1 && value <= values().length ? values()[value - 1] : UPRIGHT;
    }

    /**
     * Finds the tag in an Exif block (a TIFF header with its first directory); a broken block says nothing.
     *
     * @param at   where the TIFF header begins
     * @param end  where the block ends
     */
    static Optional<Orientation> inExif(byte[] file, int at, int end) {
        var bytes = new Bytes(file);
        boolean little = bytes.startsWith(at, "II");
        if (!(little || bytes.startsWith(at, "MM")) || at + 8 > end || end > file.length) {
            return Optional.empty();
        }
        long directory = at + (little ? bytes.uint32Little(at + 4) : bytes.uint32(at + 4));
        if (directory + 2 > end) {
            return Optional.empty();
        }
        int entries = uint16(bytes, (int) directory, little);
        long entry = directory + 2;
        for (int i = 0; i < entries && entry + 12 <= end; i++, entry += 12) {
            int start = (int) entry;
            int type = uint16(bytes, start + 2, little);
            if (uint16(bytes, start, little) == TAG && (type == SHORT || type == LONG)) {
                int value = start + 8 + (type == LONG && !little ? 2 : 0);
                return Optional.of(ofTag(uint16(bytes, value, little)));
            }
        }
        return Optional.empty();
    }

    private static int uint16(Bytes bytes, int at, boolean little) {
        return little ? bytes.uint16Little(at) : bytes.uint16(at);
    }

    /** The size of an upright picture that was stored with this one. */
    ImageSize upright(ImageSize stored) {
        return swapsAxes ? new ImageSize(/* width= */ stored.height(), /* height= */ stored.width()) : stored;
    }

    /** The picture, upright. */
    ScaledImage apply(ScaledImage stored) {
        return this == UPRIGHT
                ? stored
                : new ScaledImage(
                        apply(stored.pixels()),
                        upright(stored.whole()),
                        apply(stored.area(), stored.pixels().size()));
    }

    private ScaledImage.Area apply(ScaledImage.Area stored, ImageSize size) {
        double left = fromRight ? size.width() - stored.right() : stored.left();
        double right = fromRight ? size.width() - stored.left() : stored.right();
        double top = fromBottom ? size.height() - stored.bottom() : stored.top();
        double bottom = fromBottom ? size.height() - stored.top() : stored.bottom();
        return swapsAxes
                ? new ScaledImage.Area(top, left, bottom, right)
                : new ScaledImage.Area(left, top, right, bottom);
    }

    /** The pixels, upright. */
    RgbImage apply(RgbImage stored) {
        if (this == UPRIGHT) {
            return stored;
        }
        int width = stored.width();
        int height = stored.height();
        var size = upright(stored.size());
        byte[] in = stored.rgb();
        byte[] out = new byte[in.length];
        int to = 0;
        for (int y = 0; y < size.height(); y++) {
            for (int x = 0; x < size.width(); x++) {
                int column = swapsAxes ? y : x;
                int row = swapsAxes ? x : y;
                int from =
                        3 * ((fromBottom ? height - 1 - row : row) * width + (fromRight ? width - 1 - column : column));
                out[to++] = in[from];
                out[to++] = in[from + 1];
                out[to++] = in[from + 2];
            }
        }
        return new RgbImage(size.width(), size.height(), out);
    }
}
