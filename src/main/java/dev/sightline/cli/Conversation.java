package dev.sightline.cli;

import dev.sightline.caption.CaptionRequest;
import dev.sightline.caption.Captioner;
import dev.sightline.caption.TaskOutcome;
import dev.sightline.event.ChatMessage;
import dev.sightline.event.GenerationParameters;
import dev.sightline.event.ImageReference;
import dev.sightline.event.Lane;
import dev.sightline.event.TaskRequest;
import dev.sightline.event.TaskType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Questions about one image, each asked with all that was said before. */
final class Conversation {
    private final Captioner captioner;
    private final ImageReference image;
    private final @Nullable GenerationParameters parameters;
    private final List<ChatMessage> said = new ArrayList<>();

    /**
     * @param image      file or address
     * @param parameters how answers are generated; the task's defaults where absent
     */
    Conversation(Captioner captioner, String image, @Nullable GenerationParameters parameters) {
        this.captioner = captioner;
        this.image = new ImageReference(ImageFiles.uri(image), ImageFiles.name(image), null, null);
        this.parameters = parameters;
    }

    /** Asks; a question that has no answer leaves the conversation as it was. */
    TaskOutcome ask(String question) {
        var messages = new ArrayList<>(said);
        messages.add(new ChatMessage("user", question));
        var outcome = captioner.caption(request(messages)).join().get(0);
        if (outcome instanceof TaskOutcome.Done done) {
            said.add(messages.get(messages.size() - 1));
            said.add(new ChatMessage("assistant", done.text().text()));
        }
        return outcome;
    }

    private CaptionRequest request(List<ChatMessage> messages) {
        var type = TaskType.ANSWER.wireName();
        var task = new TaskRequest(type, type, null, messages, null, null, null, parameters, null);
        return new CaptionRequest(
                UUID.randomUUID().toString(), null, image, List.of(task), Lane.LIVE, Instant.now(), null, null);
    }
}
