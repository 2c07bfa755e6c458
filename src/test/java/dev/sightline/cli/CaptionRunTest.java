package dev.sightline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.caption.CaptionRequest;
import dev.sightline.caption.TaskOutcome;
import dev.sightline.event.TaskRequest;
import dev.sightline.event.TaskType;
import dev.sightline.failure.FailureCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CaptionRunTest {
    private static final List<TaskRequest> TASKS =
            List.of(TaskRequest.of(TaskType.CAPTION, null), TaskRequest.of(TaskType.ANSWER, "Who?"));

    private final Random random = new Random(7);
    private final AtomicInteger inWork = new AtomicInteger();
    private final AtomicInteger mostInWork = new AtomicInteger();
    private final List<CaptionRequest> requests = new ArrayList<>();

    @Test
    void linesComeInTheOrderOfTheImagesWhicheverIsDoneFirst() {
        var images = IntStream.range(0, 30).mapToObj(i -> i + ".jpg").toList();
        var lines = new ArrayList<String>();

        new CaptionRun(this::finishSometime, TASKS, 4)
                .run(images, done -> {}, all -> all.forEach(line -> lines.add(line.image() + " " + line.task())));

        assertThat(lines)
                .containsExactlyElementsOf(images.stream()
                        .flatMap(image -> TASKS.stream().map(task -> image + " " + task.type()))
                        .toList());
    }

    @Test
    void noMoreImagesThanTheLimitAreInWork() {
        var images = IntStream.range(0, 30).mapToObj(i -> i + ".jpg").toList();

        new CaptionRun(this::finishSometime, TASKS, 4).run(images, done -> {}, lines -> {});

        assertThat(mostInWork.get()).isBetween(2, 4);
    }

    @Test
    void anImageIsDoneWellOnlyIfAllItsTasksAre() {
        var done = new ArrayList<Boolean>();

        new CaptionRun(this::finishSometime, TASKS, 1).run(List.of("a.jpg"), done::add, lines -> {});

        assertThat(done).containsExactly(false);
    }

    @Test
    void aNameThatNoFileCanHaveFailsInItsPlace() {
        var lines = new ArrayList<ResultLine>();

        new CaptionRun(this::finishSometime, TASKS, 4)
                .run(List.of("a.jpg", "a\0b.jpg", "c.jpg"), done -> {}, lines::addAll);

        assertThat(lines).hasSize(6);
        assertThat(lines.subList(2, 4))
                .allSatisfy(line -> assertThat(line.asText()).contains("image_not_found"));
    }

    @Test
    void aFileIsAskedForByItsAddressAndCalledByItsName() {
        new CaptionRun(this::finishSometime, TASKS, 1)
                .run(List.of("none/white space.jpg", "https://example.org/a/b.png?c#d"), done -> {}, lines -> {});

        assertThat(requests.get(0).image().uri()).startsWith("file:///").endsWith("/none/white%20space.jpg");
        assertThat(requests.get(0).image().name()).isEqualTo("white space.jpg");
        assertThat(requests.get(1).image().uri()).isEqualTo("https://example.org/a/b.png?c#d");
        assertThat(requests.get(1).image().name()).isEqualTo("b.png");
    }

    // done after a while that says nothing of the order
    private CompletableFuture<List<TaskOutcome>> finishSometime(CaptionRequest request) {
        requests.add(request);
        mostInWork.accumulateAndGet(inWork.incrementAndGet(), Math::max);
        var sometime = CompletableFuture.delayedExecutor(random.nextInt(20), TimeUnit.MILLISECONDS);
        return CompletableFuture.supplyAsync(
                () -> {
                    inWork.decrementAndGet();
                    return failed();
                },
                sometime);
    }

    private static List<TaskOutcome> failed() {
        var failure = FailureCode.IMAGE_NOT_FOUND.because("no such file");
        return List.of(
                new TaskOutcome.Failed("caption", failure, "fetch"),
                new TaskOutcome.Failed("answer", failure, "fetch"));
    }
}
