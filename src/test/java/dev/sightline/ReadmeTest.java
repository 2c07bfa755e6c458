package dev.sightline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.event.TaskType;
import dev.sightline.event.TopicSettings;
import dev.sightline.event.Topics;
import dev.sightline.failure.FailureCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the README says of the code, held to the code. */
class ReadmeTest {
    private static final Path HOME = Path.of(System.getProperty("sightline.home"));
    private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:)([^)#]+)");

    private static List<String> readme;

    @BeforeAll
    static void read() throws IOException {
        readme = Files.readAllLines(HOME.resolve("README.md"));
    }

    @Test
    void itsFailureTableIsTheFailureCodesInTheirOrder() {
        var expected = new LinkedHashMap<String, String>();
        Arrays.stream(FailureCode.values()).forEach(code -> expected.put(code.code(), code.retryable() ? "yes" : "no"));

        assertThat(table("| code | meaning | retried | what to do |", 2)).containsExactlyEntriesOf(expected);
    }

    @Test
    void everyFailureSaysWhatItMeansAndWhatToDo() {
        assertThat(table("| code | meaning | retried | what to do |", 1).values())
                .noneMatch(String::isEmpty);
        assertThat(table("| code | meaning | retried | what to do |", 3).values())
                .noneMatch(String::isEmpty);
    }

    @Test
    void itsTaskTableIsTheTasks() {
        assertThat(table("| task | asks | new tokens |", 1).keySet())
                .containsExactlyElementsOf(
                        Arrays.stream(TaskType.values()).map(TaskType::wireName).toList());
    }

    @Test
    void itsTopicTableIsTheTopicsThatAreSetUp() {
        var named = table("| topic | key | holds |", 2).keySet().stream()
                .flatMap(cell -> Arrays.stream(cell.split(", ", -1)));

        assertThat(named)
                .containsExactlyInAnyOrderElementsOf(Topics.required(TopicSettings.load()).stream()
                        .map(NewTopic::name)
                        .toList());
    }

    @Test
    void itsLinksLeadSomewhere() {
        assertThat(readme.stream().flatMap(line -> LINK.matcher(line).results().map(found -> found.group(1))))
                .isNotEmpty()
                .allSatisfy(link -> assertThat(HOME.resolve(link)).exists());
    }

    /** The rows below that header: the first cell, without its backticks, to the cell of that number. */
    private static Map<String, String> table(String header, int cell) {
        var rows = new LinkedHashMap<String, String>();
        readme.stream()
                .skip(readme.indexOf(header) + 2L)
                .takeWhile(line -> line.startsWith("|"))
                .map(line -> line.substring(1).split("\\|", -1))
                .forEach(cells -> rows.put(cells[0].strip().replace("`", ""), cells[cell].strip()));
        return rows;
    }
}
