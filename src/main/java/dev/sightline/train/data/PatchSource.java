package dev.sightline.train.data;

import java.io.IOException;

/** What the ViT sees of an image: N patches of C numbers, of the image itself or of a changed view of it. */
public interface PatchSource {
    /** N, patches an image. */
    int patches();

    /** C, numbers a patch. */
    int width();

    /** How many views an image has; view 0 is the image itself. */
    int views();

    /** Writes one view, [N, C], into {@code out} from {@code at}; safe for several threads. */
    void read(String image, int view, float[] out, int at) throws IOException;
}
