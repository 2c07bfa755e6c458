package dev.sightline.generate;

import java.util.Arrays;
import java.util.List;

/** Generated ids, growing. */
final class TokenIds {
    private int[] ids = new int[32];
    private int size;

    /** Appends an id. */
    void add(int id) {
        if (size == ids.length) {
            ids = Arrays.copyOf(ids, 2 * size);
        }
        ids[size++] = id;
    }

    int get(int index) {
        return ids[index];
    }

    int size() {
        return size;
    }

    int last() {
        return ids[size - 1];
    }

    /** A list of its own. */
    List<Integer> toList() {
        return Arrays.stream(ids, 0, size).boxed().toList();
    }

    /** An independent copy. */
    TokenIds copy() {
        TokenIds copy = new TokenIds();
        copy.ids = ids.clone();
        copy.size = size;
        return copy;
    }
}
