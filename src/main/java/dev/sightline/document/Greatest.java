package dev.sightline.document;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;

/**
 * What is kept of a growing set of statements: of each group the greatest few, of all groups the greatest.
 *
 * <p>Merging is commutative, associative and idempotent although it forgets: whatever was dropped has enough greater
 * statements above it in every larger set too, because a group that gains statements never counts fewer of them above a
 * given one.
 *
 * @param perGroup how many of a group
 * @param overall  how many of all groups
 */
record Greatest(int perGroup, int overall) {
    /** The greatest of both, in descending order. */
    <T extends Statement<T>> List<T> of(List<T> some, List<T> others) {
        if (others.isEmpty()) {
            return some;
        }
        var descending = new ArrayList<T>(some.size() + others.size());
        descending.addAll(some);
        descending.addAll(others);
        descending.sort(Collections.reverseOrder());
        var inGroup = new HashMap<Object, Integer>();
        var said = new HashSet<List<Object>>();
        var kept = new ArrayList<T>(descending.size());
        for (T statement : descending) {
            var group = statement.group();
            if (kept.size() < overall
                    && said.add(List.of(group, statement.eventId()))
                    && inGroup.merge(group, 1, Integer::sum) <= perGroup) {
                kept.add(statement);
            }
        }
        return List.copyOf(kept);
    }
}
