package dev.sightline.cli;

import dev.sightline.event.Lane;
import dev.sightline.event.TaskRequest;
import dev.sightline.failure.CaptionFailure;
import dev.sightline.failure.FailureCode;
import dev.sightline.storage.ImageTooLargeException;
import dev.sightline.storage.StoreFullException;
import dev.sightline.submit.AwaitedResults;
import dev.sightline.submit.SubmissionResult;
import dev.sightline.submit.Submitter;
import dev.sightline.submit.Submitter.Sent;
import dev.sightline.submit.UnsentException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** Submits images, so many unconfirmed at once as keep the way to the cluster full, and awaits their results if asked to. */
final class SubmitRun {
    private static final int UNCONFIRMED = 256;

    private final Submitter submitter;
    private final List<TaskRequest> tasks;
    private final Lane lane;
    private final Optional<AwaitedResults> results;
    private final Function<AwaitedResults, ResultWatch> watches;
    private final ArrayDeque<Sent> unconfirmed = new ArrayDeque<>();
    private int failed;

    /**
     * @param results where the requests are awaited; where empty, they are only sent
     * @param watches says of what is awaited when it will not come
     */
    SubmitRun(
            Submitter submitter,
            List<TaskRequest> tasks,
            Lane lane,
            Optional<AwaitedResults> results,
            Function<AwaitedResults, ResultWatch> watches) {
        this.submitter = submitter;
        this.tasks = tasks;
        this.lane = lane;
        this.results = results;
        this.watches = watches;
    }

    /**
     * Submits all images.
     *
     * @param lines given a line an image that was sent, or a line a result where they are awaited
     * @return how many lines say that something failed
     */
    int run(List<String> images, Consumer<Printed> lines) {
        Consumer<Printed> counted = line -> {
            failed += line.failed() ? 1 : 0;
            lines.accept(line);
        };
        for (var image : images) {
            submit(image, counted);
            if (unconfirmed.size() == UNCONFIRMED) {
                confirm(unconfirmed.remove(), counted);
                results.ifPresent(awaited -> print(awaited, Duration.ZERO, counted));
            }
        }
        while (!unconfirmed.isEmpty()) {
            confirm(unconfirmed.remove(), counted);
        }
        results.ifPresent(awaited -> printAll(awaited, counted));
        return failed;
    }

    private void printAll(AwaitedResults awaited, Consumer<Printed> lines) {
        var watch = watches.apply(awaited);
        while (!awaited.complete()) {
            if (print(awaited, Duration.ofMillis(100), lines)) {
                watch.heard();
            } else {
                watch.heardNothing();
            }
        }
    }

    private void submit(String image, Consumer<Printed> lines) {
        var impossible = ImageFiles.impossible(image);
        if (impossible.isPresent()) {
            fail(image, impossible.get(), lines);
            return;
        }
        try {
            unconfirmed.add(
                    ImageFiles.isAddress(image)
                            ? submitter.address(image, tasks, lane)
                            : submitter.file(image, Path.of(image), tasks, lane));
        } catch (StoreFullException e) {
            throw new CannotStartException(e.getMessage(), e);
        } catch (IOException e) {
            fail(image, failure(image, e), lines);
        }
    }

    private void confirm(Sent sent, Consumer<Printed> lines) {
        try {
            var submission = sent.confirmed();
            results.ifPresentOrElse(
                    awaited -> awaited.await(submission), () -> lines.accept(SubmittedLine.of(submission)));
        } catch (UnsentException e) {
            fail(sent.submission().image(), FailureCode.PUBLISH_FAILED.because(e.getMessage()), lines);
        }
    }

    private void fail(String image, CaptionFailure failure, Consumer<Printed> lines) {
        if (results.isEmpty()) {
            lines.accept(SubmittedLine.of(image, failure));
        } else {
            tasks.forEach(task -> lines.accept(ResultLine.of(image, task.type(), failure)));
        }
    }

    private static boolean print(AwaitedResults awaited, Duration patience, Consumer<Printed> lines) {
        var come = awaited.poll(patience);
        come.stream().map(SubmitRun::line).forEach(lines);
        return !come.isEmpty();
    }

    private static ResultLine line(SubmissionResult result) {
        var image = result.submission().image();
        return result instanceof SubmissionResult.Text done
                ? ResultLine.of(image, done.text())
                : ResultLine.of(image, result.task().type(), ((SubmissionResult.Failure) result).failure());
    }

    private static CaptionFailure failure(String image, IOException e) {
        if (e instanceof NoSuchFileException) {
            return FailureCode.IMAGE_NOT_FOUND.because(
                    Printed.escaped(image) + ": there is no such file; check the path");
        }
        if (e instanceof AccessDeniedException) {
            return FailureCode.IMAGE_FORBIDDEN.because(
                    Printed.escaped(image) + ": the file may not be read; check its permissions");
        }
        if (e instanceof ImageTooLargeException) {
            return FailureCode.IMAGE_TOO_LARGE.because(Printed.escaped(image) + ": " + e.getMessage());
        }
        return FailureCode.FETCH_UNAVAILABLE.because(
                Printed.escaped(image) + ": reading the file failed: " + e.getMessage());
    }
}
