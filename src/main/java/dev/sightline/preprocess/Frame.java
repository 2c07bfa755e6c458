package dev.sightline.preprocess;

/**
 * A picture as its file stores it.
 *
 * @param pixels      before the orientation is applied
 * @param orientation what the file says of it
 * @param keptRows    the part of its rows that the file still had
 */
record Frame(RgbImage pixels, Orientation orientation, double keptRows) {
    Frame(RgbImage pixels, Orientation orientation) {
        this(pixels, orientation, 1);
    }
}
