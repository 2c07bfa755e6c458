package dev.sightline.preprocess;

import com.sun.jna.Library;
import com.sun.jna.Pointer;
import java.util.Optional;

/** The functions of TurboJPEG (libjpeg-turbo 1.4 or later) that are called, under the names they have there. */
interface TurboJpeg extends Library {
    int PIXEL_FORMAT_RGB = 0;
    int LIMIT_SCANS = 32_768;

    /** The library, or empty where the machine has none. */
    static Optional<TurboJpeg> load() {
        return InstalledLibrary.find(TurboJpeg.class, "libturbojpeg.so.0", "turbojpeg");
    }

    Pointer tjInitDecompress();

    int tjDestroy(Pointer decoder);

    int tjDecompress2(
            Pointer decoder,
            byte[] file,
            long size,
            Pointer pixels,
            int width,
            int pitch,
            int height,
            int pixelFormat,
            int flags);
}
