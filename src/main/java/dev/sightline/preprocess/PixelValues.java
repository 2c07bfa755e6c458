package dev.sightline.preprocess;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/**
 * What a vision encoder sees of one picture, without the batch axis.
 *
 * <p>The buffer is direct and in native order, so that it enters a session without a copy. It belongs to this value and is
 * freed with it; {@link #values()} shows it read from its beginning, and nobody writes to it.
 *
 * @param values as many numbers as the layout says, in C order
 * @param layout the axes, and what the encoder wants to know beside the numbers
 */
public record PixelValues(FloatBuffer values, PixelLayout layout) {
    public PixelValues {
        long count = 1;
        for (long axis : layout.shape()) {
            count *= axis;
        }
        if (!values.isDirect() || values.order() != ByteOrder.nativeOrder()) {
            throw new IllegalArgumentException("pixel values live in a direct buffer in native order");
        }
        if (values.remaining() != count) {
            throw new IllegalArgumentException(values.remaining() + " values do not fill " + layout);
        }
        values = values.slice();
    }

    /** An empty buffer of the kind that pixel values live in. */
    static FloatBuffer allocate(int count) {
        return ByteBuffer.allocateDirect(Math.multiplyExact(count, Float.BYTES))
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }

    /** The numbers, from the first; the position of what is returned is the caller's own. */
    @Override
    public FloatBuffer values() {
        return values.duplicate();
    }

    /** The axes' lengths, such as {@code [3, height, width]}. */
    public long[] shape() {
        return layout.shape();
    }
}
