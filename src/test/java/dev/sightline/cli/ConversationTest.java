package dev.sightline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.caption.CaptionRequest;
import dev.sightline.caption.TaskOutcome;
import dev.sightline.event.ChatMessage;
import dev.sightline.event.GenerationParameters;
import dev.sightline.event.Sha256;
import dev.sightline.event.TaskRequest;
import dev.sightline.event.TaskType;
import dev.sightline.event.TextGenerated;
import dev.sightline.failure.FailureCode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ConversationTest {
    private static final String HASH = Sha256.of(new byte[0]).hex();

    private final List<TaskRequest> asked = new ArrayList<>();
    private final Conversation conversation =
            new Conversation(this::answer, "https://example.org/cat.jpg", GenerationParameters.ofMaxNewTokens(8));

    @Test
    void aQuestionIsAskedWithAllThatWasSaidBefore() {
        conversation.ask("Who?");
        conversation.ask("Where?");

        assertThat(asked.get(1).messages())
                .containsExactly(
                        new ChatMessage("user", "Who?"),
                        new ChatMessage("assistant", "To Who? I say this."),
                        new ChatMessage("user", "Where?"));
        assertThat(asked.get(1).parameters().maxNewTokens()).isEqualTo(8);
    }

    @Test
    void aQuestionWithoutAnAnswerIsNoPartOfTheConversation() {
        conversation.ask("fail");
        conversation.ask("Where?");

        assertThat(asked.get(1).messages()).containsExactly(new ChatMessage("user", "Where?"));
    }

    private CompletableFuture<List<TaskOutcome>> answer(CaptionRequest request) {
        var task = request.tasks().get(0);
        asked.add(task);
        var outcome = task.asked().equals("fail")
                ? new TaskOutcome.Failed("answer", FailureCode.PROMPT_TOO_LONG.because("too long"), "generate")
                : new TaskOutcome.Done(text(request, "To " + task.asked() + " I say this."));
        return CompletableFuture.completedFuture(List.of(outcome));
    }

    private static TextGenerated text(CaptionRequest request, String words) {
        return new TextGenerated(
                "cat",
                new TextGenerated.ImageName(
                        request.image().uri(), request.image().name()),
                request.requestId(),
                request.requestedAt(),
                "answer",
                TaskType.ANSWER,
                request.tasks().get(0).asked(),
                words,
                "en",
                "stop",
                new TextGenerated.Model("tiny", HASH),
                new TextGenerated.Prompt("messages", HASH),
                GenerationParameters.DEFAULTS,
                HASH,
                HASH,
                new TextGenerated.Usage(16, 30, 4),
                Map.of(),
                -0.4,
                null,
                null,
                null,
                false,
                null,
                Instant.EPOCH);
    }
}
