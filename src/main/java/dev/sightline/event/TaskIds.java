package dev.sightline.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Task ids in one header: joined by commas, a comma or percent sign within an id percent-encoded. */
public final class TaskIds {
    private TaskIds() {}

    /** The header's text. */
    public static String join(List<String> taskIds) {
        return taskIds.stream()
                .map(id -> id.replace("%", "%25").replace(",", "%2C"))
                .collect(Collectors.joining(","));
    }

    /** The ids in a header's text. */
    public static Set<String> parse(String header) {
        return Arrays.stream(header.split(",")).map(TaskIds::decode).collect(Collectors.toSet());
    }

    private static String decode(String id) {
        try {
            return URLDecoder.decode(id.replace("+", "%2B"), UTF_8);
        } catch (IllegalArgumentException e) {
            return id; // not written by us
        }
    }
}
