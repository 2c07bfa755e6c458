package dev.sightline.cli;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sightline caption}: the pipeline's steps on files, without Kafka. */
@Command(
        name = "caption",
        description = "Writes texts about images, without Kafka: one result an image and task, in the order given.",
        footer = {"", "Example:", "  sightline caption photos --task alt --format jsonl"})
final class CaptionCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Parameters(
            arity = "1..*",
            paramLabel = "PATH",
            description = "Image files, folders (with all below them), or - for paths on stdin, one a line.")
    private List<String> paths;

    @Mixin
    private TaskOptions asked;

    @Mixin
    private ModelOption model;

    @Mixin
    private FormatOption format;

    @Option(
            names = "--batch",
            defaultValue = "16",
            paramLabel = "N",
            description = "Most texts generated together; ${DEFAULT-VALUE} by default.")
    private int batch;

    @Override
    public Integer call() {
        if (batch < 1) {
            throw new ParameterException(command.commandLine(), "--batch must be at least 1");
        }
        var tasks = asked.tasks();
        var out = command.commandLine().getOut();
        var err = command.commandLine().getErr();
        var images = ImageFiles.of(paths, Stdin.reader(), warning -> err.println("sightline: " + warning));
        var failed = new AtomicInteger();
        StopSignals.betweenRuns();
        try (var captioner = FileCaptioner.open(
                        model.captioner().withBatch(Math.max(batch, asked.width())), ImageFiles.folders(images));
                var progress = ProgressBar.on(err, Terminal.width(), images.size(), "images", System::nanoTime)) {
            format.header(ResultLine.COLUMNS, out);
            new CaptionRun(captioner, tasks, 2 * batch).run(images, progress::advance, lines -> {
                progress.above(() ->
                        lines.forEach(line -> format.write(tasks.size() > 1 ? line.namingTask() : line, out, err)));
                failed.addAndGet((int) lines.stream().filter(ResultLine::failed).count());
            });
        }
        return failed.get() == 0 ? ExitStatus.ALL_DONE : ExitStatus.SOME_FAILED;
    }
}
