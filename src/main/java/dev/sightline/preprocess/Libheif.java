package dev.sightline.preprocess;

import com.sun.jna.Library;
import com.sun.jna.Pointer;
import com.sun.jna.Structure;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.PointerByReference;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The functions of libheif (1.12 or later) that are called, under the names they have there. */
interface Libheif extends Library {
    int COMPRESSION_HEVC = 1;
    int COMPRESSION_AV1 = 4;
    int COLORSPACE_RGB = 1;
    int CHROMA_INTERLEAVED_RGB = 10;
    int CHANNEL_INTERLEAVED = 10;

    /** The library, or empty where the machine has none. */
    static Optional<Libheif> load() {
        return InstalledLibrary.find(Libheif.class, "libheif.so.1", "heif");
    }

    /** What a call answers; code 0 is success. */
    @Structure.FieldOrder({"code", "subcode", "message"})
    class Failure extends Structure implements Structure.ByValue {
        public int code;
        public int subcode;
        public @Nullable String message;
    }

    int heif_have_decoder_for_format(int compression);

    Pointer heif_context_alloc();

    void heif_context_free(Pointer context);

    void heif_context_set_maximum_image_size_limit(Pointer context, int maximumEdge);

    Failure heif_context_read_from_memory(Pointer context, byte[] memory, long size, @Nullable Pointer options);

    Failure heif_context_get_primary_image_handle(Pointer context, PointerByReference handle);

    void heif_image_handle_release(Pointer handle);

    int heif_image_handle_get_width(Pointer handle);

    int heif_image_handle_get_height(Pointer handle);

    Failure heif_decode_image(
            Pointer handle, PointerByReference image, int colorspace, int chroma, @Nullable Pointer options);

    void heif_image_release(Pointer image);

    int heif_image_get_width(Pointer image, int channel);

    int heif_image_get_height(Pointer image, int channel);

    Pointer heif_image_get_plane_readonly(Pointer image, int channel, IntByReference stride);
}
