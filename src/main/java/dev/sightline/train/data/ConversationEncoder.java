package dev.sightline.train.data;

import dev.sightline.model.folder.ImageLayout;
import dev.sightline.model.folder.ModelFolder;
import dev.sightline.model.text.ChatTurn;
import dev.sightline.model.text.Prompt;
import dev.sightline.model.text.PromptWriter;
import dev.sightline.model.text.Tokenizer;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Conversations as ids, by the very template and tokenizer that serve, with marks on what the assistant says.
 *
 * <p>An answer's tokens are its words and the end-of-turn token after them.
 */
public final class ConversationEncoder implements AutoCloseable {
    private final Tokenizer tokenizer;
    private final PromptWriter prompts;
    private final int endOfTurn;
    private final int imageTokens;

    /**
     * Ids and marks of one conversation.
     *
     * @param ids     all tokens up to the end of the last answer
     * @param answers which of them the assistant says
     */
    @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
    public record Encoded(int[] ids, boolean[] answers) {}

    /**
     * With the template, tokenizer and end token of a model folder.
     *
     * @param imageTokens S
     */
    public ConversationEncoder(ModelFolder folder, int imageTokens) {
        this.tokenizer = Tokenizer.of(folder);
        this.prompts = new PromptWriter(folder, tokenizer);
        this.endOfTurn = folder.generationConfig().required("eos_token_id").asInt();
        this.imageTokens = imageTokens;
    }

    /** The token that ends a turn. */
    public int endOfTurn() {
        return endOfTurn;
    }

    /** The id that stands for an image token. */
    public int imageId() {
        Prompt prompt = write(List.of(ChatTurn.userWithImages(1, "")));
        int at = 0;
        while (!prompt.isImage(at)) {
            at++;
        }
        return prompt.id(at);
    }

    /** What stands before an answer: the turns, and the assistant's opening. */
    public int[] prompt(List<ChatTurn> turns) {
        return write(turns).ids();
    }

    /** The ids of a caption by itself, for the text tower; at most so many. */
    public int[] words(String text, int atMost) {
        int[] ids = tokenizer.encodeUntrusted(text);
        return ids.length <= atMost ? ids : Arrays.copyOf(ids, atMost);
    }

    /** The text of generated ids. */
    public String decode(List<Integer> ids) {
        return tokenizer.decode(ids);
    }

    /**
     * Encodes a conversation up to its last answer.
     *
     * @throws IllegalArgumentException if the assistant says nothing in it
     */
    public Encoded encode(Conversation conversation) {
        List<ChatTurn> turns = conversation.turns();
        int last = lastAnswer(turns);
        int[] before = prompt(turns.subList(0, last));
        int[] answer = said(turns.get(last));
        int[] ids = Arrays.copyOf(before, before.length + answer.length);
        System.arraycopy(answer, 0, ids, before.length, answer.length);
        boolean[] answers = new boolean[ids.length];
        Arrays.fill(answers, before.length, ids.length, true);
        for (int turn = 0; turn < last; turn++) {
            if (turns.get(turn).role().equals("assistant")) {
                int start = prompt(turns.subList(0, turn)).length;
                int end = Math.min(start + said(turns.get(turn)).length, before.length);
                Arrays.fill(answers, start, end, true);
            }
        }
        return new Encoded(ids, answers);
    }

    private static int lastAnswer(List<ChatTurn> turns) {
        for (int i = turns.size() - 1; i > 0; i--) {
            if (turns.get(i).role().equals("assistant")) {
                return i;
            }
        }
        throw new IllegalArgumentException("nobody answers in this conversation");
    }

    private int[] said(ChatTurn turn) {
        StringBuilder text = new StringBuilder();
        for (ChatTurn.Part part : turn.parts()) {
            text.append(((ChatTurn.Text) part).text());
        }
        int[] words = tokenizer.encodeUntrusted(text.toString());
        int[] ids = Arrays.copyOf(words, words.length + 1);
        ids[words.length] = endOfTurn;
        return ids;
    }

    private Prompt write(List<ChatTurn> turns) {
        int images = turns.stream().mapToInt(ChatTurn::images).sum();
        return prompts.write(turns, Collections.nCopies(images, ImageLayout.ofTokens(imageTokens)));
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}
