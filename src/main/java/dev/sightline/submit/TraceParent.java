package dev.sightline.submit;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/** W3C trace context, level 1: where a request's trace begins. */
final class TraceParent {
    private static final HexFormat HEX = HexFormat.of();

    private TraceParent() {}

    /** A new trace, sampled. */
    static String fresh() {
        var random = ThreadLocalRandom.current();
        // neither id may be all zeros
        var trace = HEX.toHexDigits(random.nextLong()) + HEX.toHexDigits(random.nextLong() | 1);
        return "00-" + trace + "-" + HEX.toHexDigits(random.nextLong() | 1) + "-01";
    }
}
