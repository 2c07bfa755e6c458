package dev.sightline.document;

import static dev.sightline.event.CaptionEdited.Action.ACCEPT;
import static dev.sightline.event.CaptionEdited.Action.EDIT;
import static dev.sightline.event.CaptionEdited.Action.REVERT;
import static dev.sightline.event.DocumentUpdated.State.EMPTY_BY_DECISION;
import static dev.sightline.event.DocumentUpdated.State.FAILED;
import static dev.sightline.event.DocumentUpdated.State.NOT_PROCESSED;
import static dev.sightline.event.DocumentUpdated.State.PROCESSED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.event.DocumentUpdated;
import dev.sightline.event.DocumentUpdated.Answer;
import dev.sightline.event.DocumentUpdated.Asked;
import dev.sightline.event.DocumentUpdated.Earlier;
import dev.sightline.event.DocumentUpdated.Origin;
import dev.sightline.event.TaskRequest;
import dev.sightline.event.TaskType;
import dev.sightline.failure.FailureCode;
import java.util.Arrays;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

class DocumentViewTest {
    private static final TaskRequest CAPTION = TaskRequest.of(TaskType.CAPTION, null);
    private static final TaskRequest CAT = TaskRequest.of(TaskType.ANSWER, "Is there a cat?");

    private final ImageEvents chelsea = new ImageEvents("chelsea");

    @Test
    void theTextAskedForLastWinsAndThreeEarlierOnesStay() {
        var document = document(
                chelsea.captioned("r5", 50, "five"),
                chelsea.captioned("r1", 10, "one"),
                chelsea.captioned("r4", 40, "four"),
                chelsea.captioned("r2", 20, "two"),
                chelsea.captioned("r3", 30, "three"));

        assertThat(document.texts()).singleElement().satisfies(text -> {
            assertThat(text.text()).isEqualTo("five");
            assertThat(text.earlier()).extracting(Earlier::text).containsExactly("four", "three", "two");
        });
    }

    @Test
    void aReplayStandsAboveWhatItRepeatsAndBelowWhatWasAskedLater() {
        var first = chelsea.captioned("r1", 10, "first");
        var replayed =
                chelsea.generated("r1-again", 10, ImageEvents.replay(500), TaskType.CAPTION, "en", null, "better", 501);
        var later = chelsea.captioned("r2", 20, "later");

        assertThat(document(replayed, first).texts().get(0).text()).isEqualTo("better");
        assertThat(document(replayed, later, first).texts().get(0).text()).isEqualTo("later");
    }

    @Test
    void anEditStandsAboveEveryGeneratedTextUntilItIsReverted() {
        var edit = chelsea.edited("e1", 20, EDIT, "by hand");
        var newer = chelsea.captioned("r2", 90, "by machine");
        var revert = chelsea.edited("e2", 100, REVERT, null);

        var edited = document(edit, newer).texts().get(0);
        assertThat(edited.text()).isEqualTo("by hand");
        assertThat(edited.version().origin()).isEqualTo(Origin.EDITED);
        assertThat(edited.version().editor()).isEqualTo("ada");
        var reverted = document(revert, newer, edit).texts().get(0);
        assertThat(reverted.text()).isEqualTo("by machine");
        assertThat(reverted.earlier()).extracting(Earlier::text).containsExactly("by hand");
    }

    @Test
    void anAcceptedTextStandsLikeAnEdit() {
        var document = document(
                chelsea.edited("e1", 20, ACCEPT, "as it was"),
                chelsea.captioned("r1", 10, "as it was"),
                chelsea.captioned("r2", 30, "another"));

        assertThat(document.texts().get(0).text()).isEqualTo("as it was");
        assertThat(document.texts().get(0).version().origin()).isEqualTo(Origin.ACCEPTED);
    }

    @Test
    void aDeletionRemovesWhatWasAskedUpToItAndNothingLater() {
        var deletion = chelsea.deleted("d1", 20);

        assertThat(document(chelsea.captioned("r1", 20, "gone"), deletion).deleted())
                .isTrue();
        var kept = document(deletion, chelsea.captioned("r2", 21, "kept"), chelsea.edited("e1", 19, EDIT, "gone"));
        assertThat(kept.deleted()).isFalse();
        assertThat(kept.texts()).singleElement().satisfies(text -> {
            assertThat(text.text()).isEqualTo("kept");
            assertThat(text.earlier()).isEmpty();
        });
    }

    @Test
    void theLatestTwentyAnswersStayOneAQuestion() {
        var events = new ProducerRecord<?, ?>[60];
        for (var i = 0; i < 30; i++) {
            events[2 * i] = chelsea.answered("r" + i, i, "question " + i, "answer");
            events[2 * i + 1] = chelsea.answered("s" + i, i + 100, "question " + i, "better answer");
        }

        var document = document(events);

        assertThat(document.answers()).hasSize(20).allMatch(answer -> answer.text()
                .equals("better answer"));
        assertThat(document.answers()).extracting(Answer::question).startsWith("question 29", "question 28");
    }

    @Test
    void aRequestWithoutResultsIsNotProcessed() {
        var document = document(chelsea.submitted("r1", 10, CAPTION, CAT));

        assertThat(document.state()).isEqualTo(NOT_PROCESSED);
        assertThat(document.tasks()).extracting(Asked::taskId).containsExactly("caption", "answer");
        assertThat(document.image().uri()).isEqualTo("https://photos.example/chelsea.jpg");
    }

    @Test
    void aRequestWithAllItsResultsIsProcessed() {
        var document = document(
                chelsea.captioned("r1", 10, "A cat"),
                chelsea.answered("r1", 10, "Is there a cat?", "yes"),
                chelsea.submitted("r1", 10, CAPTION, CAT));

        assertThat(document.state()).isEqualTo(PROCESSED);
    }

    @Test
    void oneFailedTaskMakesTheDocumentFailedWithItsCode() {
        var request = chelsea.submitted("r1", 10, CAPTION, CAT);

        var document = document(
                chelsea.failed(request, FailureCode.PROMPT_TOO_LONG, "answer"),
                chelsea.captioned("r1", 10, "A cat"),
                request);

        assertThat(document.state()).isEqualTo(FAILED);
        assertThat(document.code()).isEqualTo("prompt_too_long");
        assertThat(document.tasks()).extracting(Asked::state).containsExactly(PROCESSED, FAILED);
    }

    @Test
    void aDeadLetterWithoutTaskIdsFailsAllOfItsTasks() {
        var document = document(chelsea.failed(chelsea.submitted("r1", 10, CAPTION, CAT), FailureCode.IMAGE_NOT_FOUND));

        assertThat(document.tasks()).extracting(Asked::code).containsOnly("image_not_found");
    }

    @Test
    void aTextSettlesATaskThatHadFailed() {
        var document = document(
                chelsea.failed(chelsea.submitted("r1", 10, CAPTION), FailureCode.ENGINE_FAILED),
                chelsea.captioned("r1", 10, "sent again"));

        assertThat(document.state()).isEqualTo(PROCESSED);
        assertThat(document.code()).isNull();
    }

    @Test
    void anEmptyTextIsEmptyByDecision() {
        var document = document(
                chelsea.submitted("r1", 10, TaskRequest.of(TaskType.ALT, null)),
                chelsea.generated("r1", 10, null, TaskType.ALT, "en", null, "", 11));

        assertThat(document.state()).isEqualTo(EMPTY_BY_DECISION);
    }

    @Test
    void anEarlierRequestsTextLeavesTheLatestRequestNotProcessed() {
        var document = document(chelsea.captioned("r1", 10, "old"), chelsea.submitted("r2", 20, CAPTION));

        assertThat(document.state()).isEqualTo(NOT_PROCESSED);
        assertThat(document.texts()).hasSize(1);
    }

    private static DocumentUpdated document(ProducerRecord<?, ?>... events) {
        var history = Arrays.stream(events)
                .map(DocumentViewTest::bytes)
                .map(ImageEvents::history)
                .reduce(ImageHistory.NONE, ImageHistory::merge);
        return DocumentView.of("chelsea", history);
    }

    @SuppressWarnings("unchecked")
    private static ProducerRecord<byte[], byte[]> bytes(ProducerRecord<?, ?> event) {
        return (ProducerRecord<byte[], byte[]>) event;
    }
}
