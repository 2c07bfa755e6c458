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

    /** Why the text ends after its last id, or null if it goes on. */
    @Nullable
    FinishReason reached(TokenIds ids) {
        if (eosTokenIds.contains(ids.last())) {
            return FinishReason.STOP;
        }
        return ids.size() >= maxNewTokens ? FinishReason.LENGTH : null;
    }
}
