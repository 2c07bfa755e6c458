package dev.sightline.submit;

import dev.sightline.event.TaskRequest;
import dev.sightline.event.TextGenerated;
import dev.sightline.failure.CaptionFailure;

/** How one task of a submission ended. */
public sealed interface SubmissionResult {
    /** What was submitted. */
    Submission submission();

    /** The task that ended. */
    TaskRequest task();

    /** It has its text. */
    record Text(Submission submission, TaskRequest task, TextGenerated text) implements SubmissionResult {}

    /** It is in a dead letter. */
    record Failure(Submission submission, TaskRequest task, CaptionFailure failure) implements SubmissionResult {}
}
