package dev.sightline.intake;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Orders what is told of one image, whenever it arrives: by the source's sequencer, which tells the order of one key's
 * events, else by time.
 *
 * @param time      when it happened at the source
 * @param sequencer hexadecimal digits; the shorter is filled with zeros behind, as Amazon S3 says it must be
 * @param id        names the event where nothing else tells a repeat
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Version(Instant time, @Nullable String sequencer, String id) {
    // VersityGW numbers events from 1 at each start: its sequencers order only what its clock cannot tell apart
    private static final int LONGEST_COUNTER = 8;

    /** Whether this is news after the other; neither a repeat of it nor older is. */
    boolean isAfter(Version other) {
        if (sequencer == null || other.sequencer == null) {
            return time.isAfter(other.time) || (time.equals(other.time) && !id.equals(other.id));
        }
        if (isCounter(sequencer) && isCounter(other.sequencer)) {
            return time.equals(other.time)
                    ? Long.parseLong(sequencer, 16) > Long.parseLong(other.sequencer, 16)
                    : time.isAfter(other.time);
        }
        var length = Math.max(sequencer.length(), other.sequencer.length());
        return filled(sequencer, length).compareTo(filled(other.sequencer, length)) > 0;
    }

    private static boolean isCounter(String sequencer) {
        return sequencer.length() <= LONGEST_COUNTER;
    }

    private static String filled(String sequencer, int length) {
        return sequencer.toUpperCase(Locale.ROOT) + "0".repeat(length - sequencer.length());
    }
}
