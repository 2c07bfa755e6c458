package dev.sightline.cli;

import dev.sightline.event.Lane;
import dev.sightline.storage.ImageStore;
import dev.sightline.submit.AwaitedResults;
import dev.sightline.submit.Submitter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sightline submit}: requests to a running pipeline. */
@Command(
        name = "submit",
        description = "Asks a running pipeline for texts about images; local files go into its store first.",
        footer = {"", "Example:", "  sightline submit photos --task alt --lane bulk --wait"})
final class SubmitCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Parameters(
            arity = "1..*",
            paramLabel = "PATH|URL",
            description =
                    "Image files, folders (with all below them), addresses, or - for any of them on stdin, one a line.")
    private List<String> paths;

    @Mixin
    private TaskOptions asked;

    @Mixin
    private DataOption data;

    @Option(names = "--lane", defaultValue = "live", paramLabel = "LANE", description = "live (default) or bulk.")
    private Lane lane;

    @Option(names = "--wait", description = "Waits for the results and prints them as they come.")
    private boolean wait;

    @Mixin
    private FormatOption format;

    @Option(
            names = "--storage-uri",
            paramLabel = "URI",
            description = "Store that the workers of a cluster elsewhere reach: a folder or s3://BUCKET/PREFIX.")
    private @Nullable String storage;

    @Override
    public Integer call() {
        var tasks = asked.tasks();
        var out = command.commandLine().getOut();
        var err = command.commandLine().getErr();
        var images = ImageFiles.of(paths, Stdin.reader(), warning -> err.println("sightline: " + warning));
        var pipeline = RunningPipeline.find(data, System.getenv());
        var lines = images.size() * (wait ? tasks.size() : 1);
        try (var results = wait ? new AwaitedResults(pipeline.clients().reader()) : null;
                var producer = pipeline.clients().producer();
                var store = store(pipeline, images);
                var progress =
                        ProgressBar.on(err, Terminal.width(), lines, wait ? "texts" : "requests", System::nanoTime)) {
            format.header(wait ? ResultLine.COLUMNS : SubmittedLine.COLUMNS, out);
            var submitter = new Submitter(store, producer, "/sightline/cli");
            var run = new SubmitRun(submitter, tasks, lane, Optional.ofNullable(results), pipeline::watch);
            var failed = run.run(images, line -> {
                progress.above(() -> format.write(tasks.size() > 1 ? line.namingTask() : line, out, err));
                progress.advance(!line.failed());
            });
            return failed == 0 ? ExitStatus.ALL_DONE : ExitStatus.SOME_FAILED;
        } catch (KafkaException e) {
            throw new CannotStartException(
                    "the cluster at " + pipeline.clients().bootstrapServers() + " does not serve: " + e.getMessage(),
                    e);
        }
    }

    // addresses are left to the workers: no store is needed, nor known, for a cluster elsewhere
    private @Nullable ImageStore store(RunningPipeline pipeline, List<String> images) {
        return images.stream().allMatch(ImageFiles::isAddress) ? null : pipeline.store(storage);
    }
}
