package dev.sightline.generate;

import dev.sightline.model.text.Tokenizer;
import java.util.ArrayList;
import java.util.List;

/**
 * Ids to text while they come: pieces of whole characters to the stream, and an end at a stop text.
 *
 * <p>What may be the beginning of a stop text, or an unfinished character, is held back until the next ids decide. Where
 * nobody listens and nothing stops, ids are decoded once, at the end.
 */
final class TextGrowth {
    private static final char UNFINISHED = '\uFFFD';

    private final Tokenizer tokenizer;
    private final List<String> stops;
    private final TextStream stream;
    private final boolean idle;
    private final List<Integer> ids = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private int settled; // ids whose text is certain
    private int context; // ids before those that decide how the next ones are spaced
    private int told; // characters that the stream has heard
    private boolean cut;

    TextGrowth(Tokenizer tokenizer, List<String> stops, TextStream stream) {
        this.tokenizer = tokenizer;
        this.stops = stops;
        this.stream = stream;
        this.idle = stops.isEmpty() && stream == TextStream.NONE;
    }

    /** Takes the next id; true if a stop text is complete and the text ends before it. */
    boolean add(int id) {
        if (idle) {
            return false;
        }
        ids.add(id);
        String before = tokenizer.decode(ids.subList(context, settled));
        String with = tokenizer.decode(ids.subList(context, ids.size()));
        if (with.length() <= before.length() || with.charAt(with.length() - 1) == UNFINISHED) {
            return false;
        }
        int from = text.length();
        text.append(with, before.length(), with.length());
        context = settled;
        settled = ids.size();
        return stopAfter(from);
    }

    private boolean stopAfter(int from) {
        int end = -1;
        for (String stop : stops) {
            int at = text.indexOf(stop, Math.max(0, from - stop.length() + 1));
            if (at >= 0 && (end < 0 || at < end)) {
                end = at;
            }
        }
        cut = end >= 0;
        if (cut) {
            text.setLength(end);
        }
        tell(cut ? end : text.length() - heldBack());
        return cut;
    }

    /** How many characters at the end may begin a stop text. */
    private int heldBack() {
        int most = 0;
        for (String stop : stops) {
            for (int n = Math.min(stop.length() - 1, text.length()); n > most; n--) {
                if (stop.startsWith(text.substring(text.length() - n))) {
                    most = n;
                }
            }
        }
        return most;
    }

    private void tell(int end) {
        if (end > told) {
            stream.text(text.substring(told, end));
            told = end;
        }
    }

    /**
     * The whole text; the stream hears what was held back.
     *
     * <p>A decoder that falls back to bytes spoils whole characters before one that is cut off: what the stream has heard
     * stands then, and the cut character is left out.
     */
    String finish(List<Integer> all) {
        String whole = cut ? text.toString() : tokenizer.decode(all);
        if (!whole.startsWith(text.substring(0, told))) {
            whole = text.toString();
        }
        if (whole.length() > told) {
            stream.text(whole.substring(told));
        }
        return whole;
    }
}
