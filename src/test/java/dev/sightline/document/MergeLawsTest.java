package dev.sightline.document;

import static dev.sightline.event.CaptionEdited.Action.ACCEPT;
import static dev.sightline.event.CaptionEdited.Action.EDIT;
import static dev.sightline.event.CaptionEdited.Action.REVERT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.sightline.event.DocumentUpdated;
import dev.sightline.event.Json;
import dev.sightline.event.TaskRequest;
import dev.sightline.event.TaskType;
import dev.sightline.failure.FailureCode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One set of events makes one document, in whatever order, however often and in whatever groups they arrive. */
class MergeLawsTest {
    private static final String IMAGE = "chelsea";
    private static final TaskType[] TEXTS = {TaskType.CAPTION, TaskType.ALT, TaskType.DESCRIBE, TaskType.STORY};

    @ParameterizedTest
    @ValueSource(ints = {3, 40, 400})
    void permutedArrivalsMakeTheSameDocument(int events) {
        for (var seed = 0; seed < 20; seed++) {
            // given
            var arrivals = arrivals(new Random(seed), events);
            var expected = inOrder(arrivals);

            // when
            Collections.shuffle(arrivals, new Random(~seed));
            var permuted = inOrder(arrivals);

            // then
            assertThat(permuted).as("seed %d", seed).isEqualTo(expected);
            assertThat(document(permuted)).isEqualTo(document(expected));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 40, 400})
    void repeatedArrivalsMakeTheSameDocument(int events) {
        for (var seed = 0; seed < 20; seed++) {
            // given
            var random = new Random(seed);
            var arrivals = arrivals(random, events);
            var expected = inOrder(arrivals);

            // when
            var repeated = new ArrayList<>(arrivals);
            for (var again = 0; again < events; again++) {
                repeated.add(random.nextInt(repeated.size()), arrivals.get(random.nextInt(arrivals.size())));
            }
            var merged = inOrder(repeated);

            // then
            assertThat(merged).as("seed %d", seed).isEqualTo(expected);
            assertThat(merged.merge(merged)).isEqualTo(merged);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 40, 400})
    void regroupedArrivalsMakeTheSameDocument(int events) {
        for (var seed = 0; seed < 20; seed++) {
            // given
            var random = new Random(seed);
            var arrivals = arrivals(random, events);
            var expected = inOrder(arrivals);

            // when
            var groups = new ArrayList<>(arrivals);
            while (groups.size() > 1) {
                var one = groups.remove(random.nextInt(groups.size()));
                var other = groups.remove(random.nextInt(groups.size()));
                groups.add(random.nextInt(groups.size() + 1), stored(one.merge(other)));
            }

            // then
            assertThat(groups.get(0)).as("seed %d", seed).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {40, 400, 1000})
    void neitherHistoryNorDocumentOutgrowsItsLimit(int events) throws JsonProcessingException {
        for (var seed = 0; seed < 2; seed++) {
            // given
            var arrivals = arrivals(new Random(seed), events, "\"ünï\u0001\n".repeat(2000));

            // when
            var history = inOrder(arrivals);

            // then
            assertThat(HistoryJson.write(history).length).isLessThan(1024 * 1024);
            assertThat(Json.mapper().writeValueAsBytes(document(history)).length)
                    .isLessThanOrEqualTo(DocumentUpdated.MAX_BYTES);
        }
    }

    private static ImageHistory inOrder(List<ImageHistory> arrivals) {
        return arrivals.stream().reduce(ImageHistory.NONE, ImageHistory::merge);
    }

    private static DocumentUpdated document(ImageHistory history) {
        return DocumentSize.fit(DocumentView.of(IMAGE, history));
    }

    private static ImageHistory stored(ImageHistory history) {
        return HistoryJson.read(HistoryJson.write(history));
    }

    private static List<ImageHistory> arrivals(Random random, int count) {
        return arrivals(random, count, "");
    }

    private static List<ImageHistory> arrivals(Random random, int count, String padding) {
        var histories = new ArrayList<ImageHistory>();
        for (var i = 0; i < count; i++) {
            histories.add(ImageEvents.history(arrival(random, count, padding)));
        }
        return histories;
    }

    // few times, requests, languages and ids, so that ties and repeats are the rule
    private static ProducerRecord<byte[], byte[]> arrival(Random random, int count, String padding) {
        var events = new ImageEvents(IMAGE);
        var second = random.nextInt(8 + count / 4);
        var request = "request-" + second + "-" + random.nextInt(2);
        var replay = ImageEvents.replay(random.nextInt(4) == 0 ? 1000 + random.nextInt(3) : 0);
        var task = TEXTS[random.nextInt(TEXTS.length)];
        var language = "l" + random.nextInt(1 + count / 20);
        var words = "text " + random.nextInt(5) + padding;
        var asked = new TaskRequest[] {
            TaskRequest.of(task, null), TaskRequest.of(TaskType.ANSWER, "question " + random.nextInt(30) + padding)
        };
        return switch (random.nextInt(12)) {
            case 0, 1 -> events.submitted(request, second, replay, asked);
            case 2, 3 ->
                events.failed(
                        events.submitted(request, second, replay, asked),
                        List.of(FailureCode.values()).get(random.nextInt(4)),
                        random.nextBoolean() ? new String[] {"answer"} : new String[0]);
            case 4, 5, 6 ->
                events.generated(request, second, replay, task, language, null, words, second + random.nextInt(3));
            case 7, 8 ->
                events.generated(
                        request, second, replay, TaskType.ANSWER, "en", asked[1].question(), words, second + 1);
            case 9 -> events.edited("edit-" + random.nextInt(1 + count), second, task, language, EDIT, cut(words));
            case 10 ->
                events.edited(
                        "edit-" + random.nextInt(1 + count),
                        second,
                        task,
                        language,
                        random.nextBoolean() ? ACCEPT : REVERT,
                        cut(words));
            default -> events.deleted("deletion-" + second, random.nextInt(2 + count / 16));
        };
    }

    private static String cut(String words) {
        return JsonLength.cut(words, Limits.TEXT);
    }
}
