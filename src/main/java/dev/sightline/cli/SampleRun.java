package dev.sightline.cli;

import dev.sightline.event.Lane;
import dev.sightline.event.TaskRequest;
import dev.sightline.event.TaskType;
import dev.sightline.submit.AwaitedResults;
import dev.sightline.submit.SubmissionResult;
import dev.sightline.submit.Submitter;
import dev.sightline.submit.UnsentException;
import io.quarkus.runtime.Quarkus;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine;

/**
 * The sample photos on their way through a pipeline: each is asked for a caption, one also a question, and each result is
 * printed as it comes off the output topics.
 */
final class SampleRun {
    private static final String ASKED = "chelsea.jpg";
    private static final TaskRequest CAPTION = TaskRequest.of(TaskType.CAPTION, null);
    private static final TaskRequest QUESTION = TaskRequest.of(TaskType.ANSWER, "What is in this photo?");

    private final RunningPipeline pipeline;
    private final PrintWriter out;
    private final PrintWriter err;

    private SampleRun(RunningPipeline pipeline, PrintWriter out, PrintWriter err) {
        this.pipeline = pipeline;
        this.out = out;
        this.err = err;
    }

    /** Begins in the background; where asked to, the service exits after the last result. */
    static void start(RunningPipeline pipeline, CommandLine command, boolean exit) {
        var sample = new SampleRun(pipeline, command.getOut(), command.getErr());
        var thread = new Thread(() -> sample.run(exit), "sightline-sample");
        thread.setDaemon(true);
        thread.start();
    }

    private void run(boolean exit) {
        var status = ExitStatus.SOME_FAILED;
        try {
            status = submitAndPrint() ? ExitStatus.ALL_DONE : ExitStatus.SOME_FAILED;
        } catch (IOException | KafkaException | UnsentException | CannotStartException e) {
            err.println("sightline: the sample photos have no results: " + e.getMessage());
        } finally {
            if (exit) { // a defect ends the service too
                Quarkus.asyncExit(status);
            }
        }
    }

    private boolean submitAndPrint() throws IOException {
        var succeeded = true;
        try (var results = new AwaitedResults(pipeline.clients().reader());
                var producer = pipeline.clients().producer();
                var store = pipeline.store(null)) {
            var submitter = new Submitter(store, producer, "/sightline/sample");
            for (var photo : photos()) {
                var name = photo.getFileName().toString();
                var tasks = name.equals(ASKED) ? List.of(CAPTION, QUESTION) : List.of(CAPTION);
                results.await(submitter.file(name, photo, tasks, Lane.LIVE).confirmed());
            }
            var watch = pipeline.watch(results);
            while (!results.complete()) {
                var come = results.poll(Duration.ofMillis(100));
                for (var result : come) {
                    succeeded &= print(result);
                }
                if (come.isEmpty()) {
                    watch.heardNothing();
                } else {
                    watch.heard();
                }
            }
        }
        return succeeded;
    }

    private boolean print(SubmissionResult result) {
        var line = result.submission().image() + "\t" + result.task().type() + "\t";
        if (result instanceof SubmissionResult.Text done) {
            out.println(line + ResultLine.oneLine(done.text().text()));
            out.flush();
            return true;
        }
        var failure = ((SubmissionResult.Failure) result).failure();
        err.println(line + failure.code().code() + ": " + failure.message());
        return false;
    }

    private static List<Path> photos() throws IOException {
        try (var files = Files.list(Home.photos())) {
            return files.filter(file -> file.toString().endsWith(".jpg"))
                    .sorted()
                    .toList();
        }
    }
}
