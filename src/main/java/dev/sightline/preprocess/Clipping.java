package dev.sightline.preprocess;

/**
 * What a picture decoded at a reduced scale gets wrong where it is noisy and nearly black or white.
 *
 * <p>There a full decode cuts off what noise puts below 0 or above 255, so that the mean of what is left moves away from
 * the end of the range. A reduced decode averages before anything is cut, and its mean stays where it was: no filter
 * behind it can tell. How far the means part follows from how much noise the reduced picture still shows.
 */
final class Clipping {
    private static final int WINDOW = 16;
    private static final int EVERY_ROW = 16;
    /** A normal distribution's deviation, in mean differences of two draws. */
    private static final double DEVIATION = Math.sqrt(Math.PI) / 2;
    /** White noise loses √3 of what half the size shows; sharpened photos more (fitted to enlarged ones). */
    private static final double LOST = 2;

    private Clipping() {}

    /** The estimated distance of a picture decoded at half its size from a full decode: mean of its grey levels. */
    static double levelsOfHalf(RgbImage image) {
        int stride = 3 * image.width();
        double sum = 0;
        int windows = 0;
        for (int y = EVERY_ROW / 2; y < image.height(); y += EVERY_ROW) {
            for (int x = 0; x + WINDOW < image.width(); x += WINDOW) {
                for (int channel = 0; channel < 3; channel++) {
                    sum += window(image.rgb(), y * stride + 3 * x + channel);
                    windows++;
                }
            }
        }
        return windows == 0 ? 0 : sum / windows;
    }

    private static double window(byte[] rgb, int from) {
        int sum = 0;
        int differences = 0;
        int value = rgb[from] & 0xff;
        for (int i = 1; i <= WINDOW; i++) {
            int next = rgb[from + 3 * i] & 0xff;
            sum += value;
            differences += Math.abs(next - value);
            value = next;
        }
        double mean = (double) sum / WINDOW;
        double deviation = LOST * DEVIATION * differences / WINDOW;
        return Math.abs(cutOff(mean, deviation) - cutOff(255 - mean, deviation));
    }

    /** The mean of what normal noise has beyond a limit at this distance: {@code s φ(d/s) - d Φ(-d/s)}. */
    private static double cutOff(double distance, double deviation) {
        double z = distance / deviation;
        if (deviation == 0 || z > 4) {
            return 0;
        }
        double density = Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
        return deviation * (density - z * tail(z));
    }

    /** {@code Φ(-z)} for z of 0 or more, within 7.5e-8 (Abramowitz and Stegun 26.2.17). */
    private static double tail(double z) {
        double t = 1 / (1 + 0.2316419 * z);
        double polynomial =
                t * (0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
        return Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI) * polynomial;
    }
}
