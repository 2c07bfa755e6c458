package dev.sightline.model;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Conversation to ids: chat template, each picture's place written out, safe encoding.
 *
 * <p>Thread-safe.
 */
public final class PromptWriter {
    private final ModelFamily family;
    private final Tokenizer tokenizer;
    private final ChatTemplate template;
    private final Pattern placeholder;
    private final int imageTokenId;

    /**
     * A writer for the folder's template.
     *
     * @throws ModelRefusedException if the folder has no chat template or no image token
     */
    public PromptWriter(ModelFolder folder, Tokenizer tokenizer) {
        this.family = folder.family();
        this.tokenizer = tokenizer;
        this.template = new ChatTemplate(
                folder.chatTemplate()
                        .orElseThrow(() -> new ModelRefusedException(
                                folder.path() + " has no chat_template.jinja and none in tokenizer_config.json")),
                folder.tokenizerConfig());
        this.placeholder = Pattern.compile(Pattern.quote(family.placeholder()));
        this.imageTokenId = tokenizer.specialId(family.imageToken());
    }

    /**
     * Writes a conversation.
     *
     * @param turns  of the conversation
     * @param images how the tokens of each picture lie, in the order of the pictures' places
     * @throws IllegalArgumentException if the template has other places than there are pictures
     */
    public Prompt write(List<ChatTurn> turns, List<ImageLayout> images) {
        PrivateCharacters guard = tokenizer.guard(turns.stream()
                .flatMap(turn -> turn.parts().stream())
                .filter(ChatTurn.Text.class::isInstance)
                .map(part -> ((ChatTurn.Text) part).text())
                .toList());
        String rendered = template.render(turns, guard::hide);
        String expanded = expand(rendered, images);
        Prompt prompt = new Prompt(
                tokenizer.encode(expanded, guard), imageTokenId, guard.reveal(rendered), guard.reveal(expanded));
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
