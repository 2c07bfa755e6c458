package dev.sightline.task;

import java.util.Arrays;
import java.util.Optional;

/** What a text must hold before it is published; what it refuses is generated once more in another way. */
public final class OutputGate {
    // "a a a a": a run this long of one token is no sentence; shorter ones ("no no no") may be
    private static final int SHORTEST_RUN = 4;

    /**
     * Why a text is refused.
     *
     * @param text     as decoded
     * @param tokenIds as generated, without the token that ends the text
     * @return the reason, for people, or empty where the text may go out
     */
    public Optional<String> refusal(String text, int[] tokenIds) {
        if (text.isBlank()) {
            return Optional.of("the model generated no text");
        }
        if (tokenIds.length >= SHORTEST_RUN
                && Arrays.stream(tokenIds).distinct().count() == 1) {
            return Optional.of("the model repeated one token " + tokenIds.length + " times");
        }
        return Optional.empty();
    }
}
