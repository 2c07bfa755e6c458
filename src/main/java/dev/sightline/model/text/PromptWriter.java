package dev.sightline.model.text;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sightline.model.folder.ImageLayout;
import dev.sightline.model.folder.ModelFamily;
import dev.sightline.model.folder.ModelFolder;
import dev.sightline.model.folder.ModelRefusedException;
import dev.sightline.model.folder.Positions;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Conversation to ids: chat template, each picture's place written out, safe encoding.
 *
 * <p>Thread-safe.
 */
public final class PromptWriter {
    private final ModelFamily family;
    private final Tokenizer tokenizer;
    private final @Nullable ChatTemplate template;
    private final Pattern placeholder;
    private final int imageTokenId;
    private final int startId;

    /**
     * A writer for the folder's template.
     *
     * @throws ModelRefusedException if the folder has no chat template or no image token, though its family needs them
     */
    public PromptWriter(ModelFolder folder, Tokenizer tokenizer) {
        this.family = folder.family();
        this.tokenizer = tokenizer;
        this.placeholder = Pattern.compile(Pattern.quote(family.imageToken()));
        if (family.conversational()) {
            this.template = new ChatTemplate(
                    folder.chatTemplate()
                            .orElseThrow(() -> new ModelRefusedException(
                                    folder.path() + " has no chat_template.jinja and none in tokenizer_config.json")),
                    folder.tokenizerConfig());
            this.imageTokenId = tokenizer.specialId(family.imageToken());
            this.startId = -1;
        } else {
            this.template = null;
            this.imageTokenId = -1;
            this.startId = startId(folder);
        }
    }

    private static int startId(ModelFolder folder) {
        JsonNode config = folder.config();
        return List.of(folder.generationConfig(), config, config.path("decoder")).stream()
                .map(json -> json.path("decoder_start_token_id"))
                .filter(JsonNode::isInt)
                .findFirst()
                .orElseThrow(() -> new ModelRefusedException(
                        folder.path() + " names no decoder_start_token_id in config.json or generation_config.json"))
                .asInt();
    }

    /**
     * Writes a conversation.
     *
     * @param turns  of the conversation; not read where the family has no prompts
     * @param images how the tokens of each picture lie, in the order of the pictures' places
     * @throws IllegalArgumentException if the template refuses the turns or has other places than there are pictures
     */
    public Prompt write(List<ChatTurn> turns, List<ImageLayout> images) {
        if (template == null) {
            return new Prompt(new int[] {startId}, imageTokenId, Positions.counting(), "", "");
        }
        PrivateCharacters guard = tokenizer.guard(turns.stream()
                .flatMap(turn -> turn.parts().stream())
                .filter(ChatTurn.Text.class::isInstance)
                .map(part -> ((ChatTurn.Text) part).text())
                .toList());
        String rendered = template.render(turns, guard::hide);
        String expanded = expand(rendered, images);
        int[] ids = tokenizer.encode(expanded, guard);
        Prompt prompt = new Prompt(
                ids,
                imageTokenId,
                family.positions(ids, imageTokenId, images),
                guard.reveal(rendered),
                guard.reveal(expanded));
        int wanted = images.stream().mapToInt(ImageLayout::tokens).sum();
        if (prompt.imageTokens() != wanted) {
            throw new IllegalArgumentException(
                    "The prompt has room for " + prompt.imageTokens() + " image tokens, the pictures have " + wanted);
        }
        return prompt;
    }

    private String expand(String rendered, List<ImageLayout> images) {
        StringBuilder out = new StringBuilder();
        Matcher place = placeholder.matcher(rendered);
        int next = 0;
        while (place.find()) {
            if (next == images.size()) {
                throw new IllegalArgumentException("The template has more places than the " + next + " pictures given");
            }
            place.appendReplacement(out, Matcher.quoteReplacement(family.expand(images.get(next++))));
        }
        return place.appendTail(out).toString();
    }
}
