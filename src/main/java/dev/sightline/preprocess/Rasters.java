package dev.sightline.preprocess;

import static java.awt.image.BufferedImage.TYPE_3BYTE_BGR;
import static java.awt.image.BufferedImage.TYPE_INT_ARGB;
import static java.awt.image.BufferedImage.TYPE_INT_RGB;

import java.awt.image.BufferedImage;
import java.awt.image.ComponentSampleModel;
import java.awt.image.DataBufferByte;
import java.awt.image.DataBufferInt;
import java.awt.image.DirectColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.awt.image.SampleModel;
import java.io.IOException;

/**
 * Samples become RGB bytes, never by way of a colour space: {@code getRGB} takes grey for linear light and brightens it,
 * and profiles are ignored. Alpha is dropped; what lies beneath it stays.
 */
final class Rasters {
    private Rasters() {}

    /** An image that a reader made. */
    static RgbImage toRgb(BufferedImage image) throws IOException {
        var colors = image.getColorModel();
        var raster = image.getRaster();
        if (image.getType() == TYPE_3BYTE_BGR && isPacked(raster.getSampleModel(), 3)) {
            return swapped(image);
        }
        if (raster.getDataBuffer() instanceof DataBufferInt
                && (image.getType() == TYPE_INT_RGB || image.getType() == TYPE_INT_ARGB)) {
            return split(image);
        }
        if (colors instanceof IndexColorModel palette) {
            return lookedUp(raster, palette);
        }
        if (colors instanceof DirectColorModel direct) {
            return unpacked(raster, direct);
        }
        return switch (raster.getNumBands()) {
            case 1, 2 -> ofBands(raster, 0, 0, 0);
            case 3, 4 -> ofBands(raster, 0, 1, 2);
            default -> throw new IOException("it has " + raster.getNumBands() + " channels");
        };
    }

    /** The named bands as red, green and blue; of wider samples their high byte. */
    static RgbImage ofBands(Raster raster, int red, int green, int blue) throws IOException {
        int width = raster.getWidth();
        int[] shifts = shifts(raster.getSampleModel());
        int[] row = new int[width * raster.getNumBands()];
        byte[] rgb = new byte[3 * width * raster.getHeight()];
        int to = 0;
        for (int y = 0; y < raster.getHeight(); y++) {
            raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, row);
            for (int from = 0; from < row.length; from += raster.getNumBands()) {
                rgb[to++] = (byte) (row[from + red] >>> shifts[red]);
                rgb[to++] = (byte) (row[from + green] >>> shifts[green]);
                rgb[to++] = (byte) (row[from + blue] >>> shifts[blue]);
            }
        }
        return new RgbImage(width, raster.getHeight(), rgb);
    }

    private static int[] shifts(SampleModel samples) throws IOException {
        var shifts = new int[samples.getNumBands()];
        for (int band = 0; band < shifts.length; band++) {
            int bits = samples.getSampleSize(band);
            if (bits != 8 && bits != 16) {
                throw new IOException("its samples have " + bits + " bits");
            }
            shifts[band] = bits - 8;
        }
        return shifts;
    }

    private static boolean isPacked(SampleModel samples, int bytes) {
        return samples instanceof ComponentSampleModel components
                && components.getPixelStride() == bytes
                && components.getScanlineStride() == bytes * samples.getWidth();
    }

    /** Takes over the array of a BGR image: red and blue change places in it. */
    private static RgbImage swapped(BufferedImage image) {
        byte[] pixels = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
        for (int at = 0; at < pixels.length; at += 3) {
            byte blue = pixels[at];
            pixels[at] = pixels[at + 2];
            pixels[at + 2] = blue;
        }
        return new RgbImage(image.getWidth(), image.getHeight(), pixels);
    }

    private static RgbImage split(BufferedImage image) {
        int[] pixels = ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
        byte[] rgb = new byte[3 * pixels.length];
        int to = 0;
        for (int pixel : pixels) {
            to = put(rgb, to, pixel);
        }
        return new RgbImage(image.getWidth(), image.getHeight(), rgb);
    }

    /** A picture laid on a canvas of one colour; what reaches beyond the canvas is cut off. */
    static RgbImage placed(RgbImage image, ImageSize canvas, int left, int top, int background) {
        byte[] rgb = new byte[Math.toIntExact(3 * canvas.pixels())];
        for (int to = 0; background != 0 && to < rgb.length; ) {
            to = put(rgb, to, background);
        }
        int columns = Math.min(image.width(), canvas.width() - left);
        int rows = Math.min(image.height(), canvas.height() - top);
        for (int y = 0; y < rows && columns > 0; y++) {
            System.arraycopy(
                    image.rgb(), 3 * y * image.width(), rgb, 3 * ((top + y) * canvas.width() + left), 3 * columns);
        }
        return new RgbImage(canvas.width(), canvas.height(), rgb);
    }

    private static RgbImage lookedUp(Raster raster, IndexColorModel palette) {
        int[] colors = new int[palette.getMapSize()];
        palette.getRGBs(colors);
        int width = raster.getWidth();
        int[] row = new int[width];
        byte[] rgb = new byte[3 * width * raster.getHeight()];
        int to = 0;
        for (int y = 0; y < raster.getHeight(); y++) {
            raster.getSamples(raster.getMinX(), raster.getMinY() + y, width, 1, 0, row);
            for (int index : row) {
                int color = index < colors.length ? colors[index] : 0;
                to = put(rgb, to, color);
            }
        }
        return new RgbImage(width, raster.getHeight(), rgb);
    }

    private static RgbImage unpacked(Raster raster, DirectColorModel colors) {
        int width = raster.getWidth();
        byte[] rgb = new byte[3 * width * raster.getHeight()];
        int[] masks = {colors.getRedMask(), colors.getGreenMask(), colors.getBlueMask()};
        int to = 0;
        Object pixel = null;
        for (int y = 0; y < raster.getHeight(); y++) {
            for (int x = 0; x < width; x++) {
                pixel = raster.getDataElements(raster.getMinX() + x, raster.getMinY() + y, pixel);
                int packed = pixel instanceof int[] ints ? ints[0] : ((short[]) pixel)[0] & 0xffff;
                for (int mask : masks) {
                    rgb[to++] = (byte) scaled(packed, mask);
                }
            }
        }
        return new RgbImage(width, raster.getHeight(), rgb);
    }

    /** A field of a packed pixel, spread over 0 to 255 and rounded down. */
    private static int scaled(int packed, int mask) {
        int largest = mask >>> Integer.numberOfTrailingZeros(mask);
        int value = (packed & mask) >>> Integer.numberOfTrailingZeros(mask);
        return largest == 255 || largest == 0 ? value : value * 255 / largest;
    }

    static int put(byte[] rgb, int to, int color) {
        rgb[to] = (byte) (color >> 16);
        rgb[to + 1] = (byte) (color >> 8);
        rgb[to + 2] = (byte) color;
        return to + 3;
    }
}
