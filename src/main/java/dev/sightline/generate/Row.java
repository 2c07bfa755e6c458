package dev.sightline.generate;

import dev.sightline.model.DecoderRow;
import java.nio.FloatBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One growing text in the cache: its prompt, the ids since, and how many tokens the cache holds.
 *
 * <p>Invariant between runs: the cache holds everything but the last id, or nothing yet of a prompt that waits.
 */
final class Row implements DecoderRow {
    private final PromptState prompt;
    private TokenIds ids;
    private int cached;

    Row(PromptState prompt) {
        this(prompt, new TokenIds(), 0);
    }

    private Row(PromptState prompt, TokenIds ids, int cached) {
        this.prompt = prompt;
        this.ids = ids;
        this.cached = cached;
    }

    /** A row that goes on from where this one is. */
    Row fork() {
        return new Row(prompt, ids.copy(), cached);
    }

    /** The prompt. */
    PromptState prompt() {
        return prompt;
    }

    /** The ids generated so far. */
    TokenIds ids() {
        return ids;
    }

    /** The next id. */
    void append(int id) {
        ids.add(id);
    }

    /** Whether the whole prompt has been read. */
    boolean begun() {
        return cached >= prompt.length();
    }

    /** The run read its new tokens. */
    void advance() {
        cached += length();
    }

    @Override
    public int length() {
        return prompt.length() + ids.size() - cached;
    }

    @Override
    public int past() {
        return cached;
    }

    @Override
    public int id(int index) {
        int at = cached + index;
        return at < prompt.length() ? prompt.id(at) : ids.get(at - prompt.length());
    }

    @Override
    public long position(int plane, int index) {
        return cached + index;
    }

    @Override
    public boolean writeImageToken(int index, FloatBuffer target) {
        int at = cached + index;
        return at < prompt.length() && prompt.writeImageToken(at, target);
    }

    @Override
    public @Nullable FloatBuffer encoderStates() {
        return null;
    }
}
