package dev.sightline.event;

/** IEEE 754 binary16, as bits in a {@code short}: Java 17 has no conversion of its own. */
final class Float16 {
    private static final float SMALLEST_NORMAL = 0x1p-14f;
    // halfway between the largest number and the one that would follow it
    private static final float INFINITE_FROM = 65520f;

    private Float16() {}

    /** The nearest half-precision number, ties to even; what is too large becomes infinite. */
    static short of(float value) {
        var bits = Float.floatToRawIntBits(value);
        var sign = (bits >>> 16) & 0x8000;
        var magnitude = Math.abs(value);
        if (Float.isNaN(value)) {
            return (short) (sign | 0x7e00);
        }
        if (magnitude < SMALLEST_NORMAL) {
            return (short) (sign | (int) Math.rint(magnitude * 0x1p24)); // subnormals count in 2^-24
        }
        if (magnitude >= INFINITE_FROM) {
            return (short) (sign | 0x7c00);
        }
        // rounding may carry into the exponent: that is the next binade's smallest number, as it should be
        var rebiased = (bits & 0x7fff_ffff) - (112 << 23);
        var rounded = rebiased + 0xfff + ((rebiased >>> 13) & 1);
        return (short) (sign | (rounded >>> 13));
    }

    /** The number these bits stand for. */
    static float toFloat(short bits) {
        var sign = (bits & 0x8000) << 16;
        var exponent = (bits >>> 10) & 0x1f;
        var mantissa = bits & 0x3ff;
        if (exponent == 0) {
            var magnitude = mantissa * 0x1p-24f;
            return sign == 0 ? magnitude : -magnitude;
        }
        var wide = exponent == 0x1f ? 0xff : exponent + 112;
        return Float.intBitsToFloat(sign | (wide << 23) | (mantissa << 13));
    }
}
