package dev.sightline.preprocess;

import static java.util.Objects.requireNonNull;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.PointerByReference;
import dev.sightline.failure.FailureCode;
import java.io.IOException;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * HEIC and AVIF, what phones send, by libheif where the machine has it with a decoder for the type. The library turns the
 * picture upright itself.
 */
final class HeifCodec implements Codec {
    private final ImageType type;
    private final int compression;
    private final @Nullable Libheif library;

    /** Reads the type through this library, if there is one. */
    HeifCodec(ImageType type, @Nullable Libheif library) {
        this.type = type;
        this.compression = type == ImageType.AVIF ? Libheif.COMPRESSION_AV1 : Libheif.COMPRESSION_HEVC;
        this.library = library;
    }

    /** What has to be installed so that the type can be read, or empty where it can. */
    Optional<String> missing() {
        if (library == null) {
            return Optional.of(type + " needs libheif: install the package libheif1 (Debian, Ubuntu)");
        }
        if (library.heif_have_decoder_for_format(compression) == 0) {
            var plugin = type == ImageType.AVIF ? "libheif-plugin-dav1d" : "libheif-plugin-libde265";
            return Optional.of(type + " needs a decoder for libheif: install the package " + plugin);
        }
        return Optional.empty();
    }

    @Override
    public Frame read(byte[] file, PixelLimit limit, UnaryOperator<ImageSize> needed) throws IOException {
        var missing = missing();
        if (missing.isPresent()) {
            throw FailureCode.IMAGE_UNSUPPORTED_TYPE.because(missing.get()).toException();
        }
        var heif = requireNonNull(library);
        var context = heif.heif_context_alloc();
        try {
            // the library's own limit is a square's edge; the exact one is checked below, this one holds inside
            heif.heif_context_set_maximum_image_size_limit(
                    context, (int) Math.ceil(Math.sqrt((double) limit.maxPixels())));
            check(heif.heif_context_read_from_memory(context, file, file.length, null));
            var handle = new PointerByReference();
            check(heif.heif_context_get_primary_image_handle(context, handle));
            try {
                return new Frame(decode(heif, handle.getValue(), limit), Orientation.UPRIGHT);
            } finally {
                heif.heif_image_handle_release(handle.getValue());
            }
        } finally {
            heif.heif_context_free(context);
        }
    }

    private static RgbImage decode(Libheif heif, Pointer handle, PixelLimit limit) throws IOException {
        limit.check(heif.heif_image_handle_get_width(handle), heif.heif_image_handle_get_height(handle));
        var image = new PointerByReference();
        check(heif.heif_decode_image(handle, image, Libheif.COLORSPACE_RGB, Libheif.CHROMA_INTERLEAVED_RGB, null));
        try {
            return copy(heif, image.getValue(), limit);
        } finally {
            heif.heif_image_release(image.getValue());
        }
    }

    private static RgbImage copy(Libheif heif, Pointer image, PixelLimit limit) throws IOException {
        var size = limit.check(
                heif.heif_image_get_width(image, Libheif.CHANNEL_INTERLEAVED),
                heif.heif_image_get_height(image, Libheif.CHANNEL_INTERLEAVED));
        var stride = new IntByReference();
        var plane = heif.heif_image_get_plane_readonly(image, Libheif.CHANNEL_INTERLEAVED, stride);
        int row = 3 * size.width();
        byte[] rgb = new byte[row * size.height()];
        for (int y = 0; y < size.height(); y++) {
            plane.read((long) y * stride.getValue(), rgb, y * row, row);
        }
        return new RgbImage(size.width(), size.height(), rgb);
    }

    private static void check(Libheif.Failure answer) throws IOException {
        if (answer.code != 0) {
            throw new IOException("libheif: " + answer.message);
        }
    }
}
