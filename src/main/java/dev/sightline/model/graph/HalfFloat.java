package dev.sightline.model.graph;

/** IEEE 754 half precision, which Java 17 has no instruction for. */
public final class HalfFloat {
    private static final float LARGEST = 65504;

    private HalfFloat() {}

    /** The float that a half's bits stand for; exact. */
    public static float toFloat(short half) {
        int bits = half & 0xffff;
        int sign = (bits & 0x8000) << 16;
        int exponent = (bits >>> 10) & 0x1f;
        int mantissa = bits & 0x3ff;
        if (exponent == 0x1f) {
            return Float.intBitsToFloat(sign | 0x7f800000 | mantissa << 13);
        }
        if (exponent == 0) { // subnormal: mantissa * 2^-24
            float magnitude = mantissa * 0x1p-24f;
            return sign == 0 ? magnitude : -magnitude;
        }
        return Float.intBitsToFloat(sign | ((exponent + 112) << 23) | (mantissa << 13));
    }

    /** The nearest half, ties to even; a number that is too large becomes the largest half, 65504. */
    public static short finite(float value) {
        boolean tooLarge = Math.abs(value) > LARGEST && !Float.isInfinite(value);
        return of(tooLarge ? Math.copySign(LARGEST, value) : value);
    }

    /** The nearest half, ties to even; too large becomes infinite. */
    public static short of(float value) {
        int bits = Float.floatToRawIntBits(value);
        int sign = bits >>> 16 & 0x8000;
        float magnitude = Math.abs(value);
        if (Float.isNaN(value)) {
            return (short) (sign | 0x7e00);
        }
        if (magnitude >= 65520f) { // half of the step above the largest half, 65504
            return (short) (sign | 0x7c00);
        }
        if (magnitude < 0x1p-14f) { // subnormal: a whole number of 2^-24
            return (short) (sign | (int) Math.rint(magnitude * 0x1p24));
        }
        int rounded = (bits & 0x7fffffff) + 0xfff + (bits >>> 13 & 1);
        return (short) (sign | (rounded >>> 13) - (112 << 10));
    }
}
