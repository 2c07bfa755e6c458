package dev.sightline.generate;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * When a text is complete.
 *
 * @param eosTokenIds  ids that end it
 * @param maxNewTokens most tokens
 */
record StoppingCriteria(Set<Integer> eosTokenIds, int maxNewTokens) {
    StoppingCriteria {
        eosTokenIds = Set.copyOf(eosTokenIds);
    }

    /** Whether an id ends the text. */
    boolean ends(int id) {
        return eosTokenIds.contains(id);
    }

    /** Why a text of this length ends with this id, or null if it goes on. */
    @Nullable
    FinishReason reached(int id, int length) {
        if (ends(id)) {
            return FinishReason.STOP;
        }
        return length >= maxNewTokens ? FinishReason.LENGTH : null;
    }
}
