package dev.sightline.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sightline.event.ChatMessage;
import dev.sightline.event.GenerationParameters;
import dev.sightline.event.Json;
import dev.sightline.event.PromptChoice;
import dev.sightline.event.TaskRequest;
import dev.sightline.event.TaskType;
import dev.sightline.failure.CaptionException;
import dev.sightline.failure.FailureCode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class TasksTest {
    private final Tasks tasks = new Tasks(TaskSettings.DEFAULTS, "sightline-default");

    @ParameterizedTest
    @CsvSource({
        "CAPTION, Describe this photo., 32",
        "ALT, Write alt text for this image., 32",
        "DESCRIBE, Describe this photo in detail., 64",
        "STORY, Write a short story opening based on this picture., 96"
    })
    void givesEachTaskTheContractsPromptAndLength(TaskType type, String words, int maxNewTokens) {
        var assignment = tasks.settle(TaskRequest.of(type, null));

        assertThat(assignment.turns()).containsExactly(new ChatMessage("user", words));
        assertThat(assignment.parameters().maxNewTokens()).isEqualTo(maxNewTokens);
        assertThat(assignment.prompt().id()).isEqualTo(type.wireName() + ".v1");
        assertThat(assignment.language()).isEqualTo("en");
    }

    @Test
    void asksTheQuestionInItsOwnWords() {
        var assignment = tasks.settle(TaskRequest.of(TaskType.ANSWER, "What colour is the cat?"));

        assertThat(assignment.turns()).containsExactly(new ChatMessage("user", "What colour is the cat?"));
        assertThat(assignment.parameters().maxNewTokens()).isEqualTo(64);
    }

    @Test
    void hashesACustomPromptByItsWords() {
        var one = tasks.settle(withPrompt(new PromptChoice(null, "Name the animal.")));
        var same = tasks.settle(withPrompt(new PromptChoice(null, "Name the animal.")));
        var other = tasks.settle(withPrompt(new PromptChoice(null, "Name the plant.")));

        assertThat(one.prompt().id()).isEqualTo("custom");
        assertThat(one.prompt().hash())
                .isEqualTo(same.prompt().hash())
                .isNotEqualTo(other.prompt().hash());
    }

    @Test
    void takesAnotherDefaultPromptAndLengthFromTheSettings() {
        var settings = new TaskSettings(
                Map.of(TaskType.CAPTION, "Say what you see."), Map.of(TaskType.CAPTION, 12), 512, List.of("en"));

        var assignment = new Tasks(settings, "m").settle(TaskRequest.of(TaskType.CAPTION, null));

        assertThat(assignment.turns()).containsExactly(new ChatMessage("user", "Say what you see."));
        assertThat(assignment.parameters().maxNewTokens()).isEqualTo(12);
    }

    @Test
    void keepsAConversationsTurns() {
        var turns = List.of(
                new ChatMessage("system", "Be brief."),
                new ChatMessage("user", "What is this?"),
                new ChatMessage("assistant", "A cat."),
                new ChatMessage("user", "Which colour?"));

        assertThat(tasks.settle(withMessages(turns)).turns()).isEqualTo(turns);
    }

    @ParameterizedTest
    @MethodSource("unreasonable")
    void refusesWhatIsNotOfferedAndWhatMakesNoSense(TaskRequest task, FailureCode code, String word) {
        var refused = catchThrowableOfType(CaptionException.class, () -> tasks.settle(task));

        assertThat(refused.failure().code()).isEqualTo(code);
        assertThat(refused.failure().message()).contains(word);
    }

    static Stream<Arguments> unreasonable() {
        var question = "What is it?";
        var turn = List.of(new ChatMessage("user", question));
        return Stream.of(
                Arguments.of(ofType("dance"), FailureCode.TASK_UNSUPPORTED, "dance"),
                Arguments.of(ofType("read"), FailureCode.TASK_UNSUPPORTED, "read"),
                Arguments.of(withModel("another"), FailureCode.TASK_UNSUPPORTED, "another"),
                Arguments.of(withLanguage("de"), FailureCode.TASK_UNSUPPORTED, "de"),
                Arguments.of(withPrompt(new PromptChoice("gone.v9", null)), FailureCode.TASK_UNSUPPORTED, "gone.v9"),
                Arguments.of(withPrompt(new PromptChoice(null, " ")), FailureCode.EVENT_MALFORMED, "prompt.text"),
                Arguments.of(ofType("answer"), FailureCode.EVENT_MALFORMED, "question"),
                Arguments.of(answer(question, turn), FailureCode.EVENT_MALFORMED, "either"),
                Arguments.of(answer(" ", null), FailureCode.EVENT_MALFORMED, "question"),
                Arguments.of(withMessages(List.of()), FailureCode.EVENT_MALFORMED, "messages"),
                Arguments.of(
                        withMessages(List.of(new ChatMessage("robot", "x"), turn.get(0))),
                        FailureCode.EVENT_MALFORMED,
                        "robot"),
                Arguments.of(
                        withMessages(List.of(turn.get(0), new ChatMessage("assistant", "A cat."))),
                        FailureCode.EVENT_MALFORMED,
                        "end with"),
                Arguments.of(withMaxNewTokens(0), FailureCode.EVENT_MALFORMED, "maxNewTokens"),
                Arguments.of(withMaxNewTokens(513), FailureCode.EVENT_MALFORMED, "512"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'temperature':-0.1} | temperature must be between 0 and 100, not -0.1",
                "{'topK':-1} | topK must be 0 (all tokens) or more, not -1",
                "{'topP':0} | topP must be above 0 and at most 1, not 0.0",
                "{'minP':1.01} | minP must be between 0 and 1, not 1.01",
                "{'repetitionPenalty':0} | repetitionPenalty must be above 0 and finite, not 0.0",
                "{'noRepeatNgram':-3} | noRepeatNgram must be 0 (off) or more, not -3",
                "{'beams':17} | beams must be between 1 and 16, not 17",
                "{'beams':3,'temperature':1} | beams must be 1 where there is a temperature, not 3",
                "{'beams':3,'n':4} | n must be at most the number of beams, 3, not 4",
                "{'n':2} | n must be 1 without a temperature or beams, which alone give texts that differ, not 2",
                "{'n':17,'temperature':1} | n must be between 1 and 16, not 17",
                "{'logprobs':21} | logprobs must be between 0 and 20, not 21",
                "{'stop':['']} | stop must hold no empty text, not []",
                "{'maxNewTokens':600} | maxNewTokens must be between 1 and 512, not 600"
            })
    void namesAParameterOutOfItsRangeWithItsRangeAndValue(String json, String message) throws IOException {
        var parameters = Json.mapper().readValue(json.replace('\'', '"'), GenerationParameters.class);
        var task = new TaskRequest(null, "caption", null, null, null, null, null, parameters, null);

        assertThatThrownBy(() -> tasks.settle(task))
                .isInstanceOfSatisfying(CaptionException.class, e -> assertThat(e.failure())
                        .isEqualTo(FailureCode.EVENT_MALFORMED.because("parameters." + message)));
    }

    @Test
    void takesAVariantOfAnOfferedLanguage() {
        assertThat(tasks.settle(withLanguage("en-GB")).language()).isEqualTo("en-GB");
    }

    private static TaskRequest ofType(String type) {
        return new TaskRequest(null, type, null, null, null, null, null, null, null);
    }

    private static TaskRequest answer(String question, List<ChatMessage> messages) {
        return new TaskRequest(null, "answer", question, messages, null, null, null, null, null);
    }

    private static TaskRequest withMessages(List<ChatMessage> messages) {
        return answer(null, messages);
    }

    private static TaskRequest withModel(String model) {
        return new TaskRequest(null, "caption", null, null, null, null, model, null, null);
    }

    private static TaskRequest withLanguage(String language) {
        return new TaskRequest(null, "caption", null, null, language, null, null, null, null);
    }

    private static TaskRequest withPrompt(PromptChoice prompt) {
        return new TaskRequest(null, "caption", null, null, null, prompt, null, null, null);
    }

    private static TaskRequest withMaxNewTokens(int maxNewTokens) {
        var parameters = GenerationParameters.ofMaxNewTokens(maxNewTokens);
        return new TaskRequest(null, "caption", null, null, null, null, null, parameters, null);
    }
}
