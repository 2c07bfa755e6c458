package dev.sightline.bench;

import static dev.sightline.event.FailureHeaders.text;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sightline.event.FailureHeaders;
import dev.sightline.event.Json;
import dev.sightline.event.NameBasedUuid;
import dev.sightline.event.TaskIds;
import dev.sightline.event.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * How every (request, task) ended: each exactly once, as it had to. A record that names no task, because it could not be
 * read, counts as one task.
 */
final class Account {
    private static final String UNREADABLE = "";

    private record Task(String requestId, String taskId) {}

    /**
     * The ends of a kind's tasks.
     *
     * @param tasks  how many were asked
     * @param ended  how many ended as they had to, once
     * @param lost   how many did not end
     * @param twice  how many ended more than once
     * @param wrong  how many ended otherwise
     */
    record Line(int tasks, int ended, int lost, int twice, int wrong) {
        static final Line NOTHING = new Line(0, 0, 0, 0, 0);

        Line plus(Line other) {
            return new Line(
                    tasks + other.tasks,
                    ended + other.ended,
                    lost + other.lost,
                    twice + other.twice,
                    wrong + other.wrong);
        }

        boolean exact() {
            return tasks == ended;
        }
    }

    private final Map<Task, AccountKind> expected = new LinkedHashMap<>();
    private final Map<Task, Map<String, Integer>> ends = new HashMap<>();

    /** A request was sent. */
    void sent(AccountKind kind, String source, String eventId, List<String> taskIds) {
        var requestId = NameBasedUuid.of(source, eventId).toString();
        var tasks = kind == AccountKind.NO_EVENT ? List.of(UNREADABLE) : taskIds;
        tasks.forEach(task -> expected.put(new Task(requestId, task), kind));
    }

    /** A record was seen on an output topic. */
    void seen(ConsumerRecord<byte[], byte[]> record) {
        if (!record.topic().equals(Topics.DEAD_LETTERS)) {
            var data = data(record);
            end(new Task(data.get("requestId").asText(), data.get("taskId").asText()), "");
            return;
        }
        var requestId = NameBasedUuid.of(
                        String.valueOf(text(record.headers(), "ce_source")),
                        String.valueOf(text(record.headers(), "ce_id")))
                .toString();
        var code = String.valueOf(text(record.headers(), FailureHeaders.CODE));
        var taskIds = text(record.headers(), FailureHeaders.TASK_IDS);
        (taskIds == null ? List.of(UNREADABLE) : TaskIds.parse(taskIds))
                .forEach(task -> end(new Task(requestId, task), code));
    }

    /** Whether every task has ended. */
    boolean complete() {
        return ends.keySet().containsAll(expected.keySet());
    }

    int ended() {
        return ends.size();
    }

    int asked() {
        return expected.size();
    }

    Map<AccountKind, Line> lines() {
        var lines = new EnumMap<AccountKind, Line>(AccountKind.class);
        expected.forEach((task, kind) -> lines.merge(kind, line(task, kind), Line::plus));
        return lines;
    }

    private Line line(Task task, AccountKind kind) {
        var found = ends.getOrDefault(task, Map.of());
        var times = found.values().stream().mapToInt(Integer::intValue).sum();
        var wanted = kind.code() == null ? "" : kind.code();
        if (times == 0) {
            return new Line(1, 0, 1, 0, 0);
        }
        if (times > 1) {
            return new Line(1, 0, 0, 1, 0);
        }
        return found.containsKey(wanted) ? new Line(1, 1, 0, 0, 0) : new Line(1, 0, 0, 0, 1);
    }

    private void end(Task task, String code) {
        ends.computeIfAbsent(task, any -> new HashMap<>()).merge(code, 1, Integer::sum);
    }

    private static JsonNode data(ConsumerRecord<byte[], byte[]> record) {
        try {
            return Json.mapper().readTree(record.value());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
