package dev.sightline.document;

import dev.sightline.event.TextGenerated;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The tasks last asked for, and those of them that failed. Of two requests the greater stays; one request met twice, once
 * in its own record and once in a dead letter, keeps the failures of both.
 *
 * @param key    orders requests
 * @param image  as the request named it
 * @param tasks  what was asked
 * @param failed failure codes by task id
 */
record AskedRequest(
        RequestKey key, TextGenerated.ImageName image, List<AskedTask> tasks, SortedMap<String, String> failed) {
    AskedRequest {
        tasks = List.copyOf(tasks);
        failed = Collections.unmodifiableSortedMap(new TreeMap<>(failed));
    }

    /** The greater of two requests, with the failures of both where they are the same one. */
    static @Nullable AskedRequest latest(@Nullable AskedRequest one, @Nullable AskedRequest other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        var order = one.key.compareTo(other.key);
        if (order != 0) {
            return order > 0 ? one : other;
        }
        var said = one.said().compareTo(other.said()) >= 0 ? one : other;
        var failed = new TreeMap<>(one.failed);
        other.failed.forEach((task, code) -> failed.merge(task, code, (a, b) -> a.compareTo(b) >= 0 ? a : b));
        return new AskedRequest(said.key, said.image, said.tasks, failed);
    }

    private String said() {
        return image + " " + tasks;
    }
}
