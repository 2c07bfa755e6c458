package dev.sightline.preprocess;

import java.io.IOException;
import java.util.function.UnaryOperator;

/** Reads one type of file. Whatever it throws but a CaptionException means that the file is broken. */
interface Codec {
    /**
     * The file's first picture.
     *
     * @param limit  asked before pixels are allocated
     * @param needed the size to which a picture of a size will be resized, for codecs that can decode at a smaller scale
     */
    Frame read(byte[] file, PixelLimit limit, UnaryOperator<ImageSize> needed) throws IOException;
}
