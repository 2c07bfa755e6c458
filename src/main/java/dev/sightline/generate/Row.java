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
    private final Job job;
    private final int beam;
    private final TokenIds ids;
    private int cached;
    private int window = Integer.MAX_VALUE;
    private boolean ended;

    Row(Job job) {
        this(job, 0, new TokenIds(), 0);
    }

    private Row(Job job, int beam, TokenIds ids, int cached) {
        this.job = job;
        this.beam = beam;
        this.ids = ids;
        this.cached = cached;
    }

    /** A row that goes on from where this one is, by another id, as the job's beam of that number. */
    Row fork(int id, int number) {
        Row row = new Row(job, number, ids.copy(), cached);
        row.ids.add(id);
        return row;
    }

    /** Whose text it is. */
    Job job() {
        return job;
    }

    /** Its number among the job's rows; slots may be in another order. */
    int beam() {
        return beam;
    }

    /** The ids generated so far. */
    TokenIds ids() {
        return ids;
    }

    /** The next id. */
    void append(int id) {
        ids.add(id);
    }

    /** The cache holds the first tokens of the prompt already. */
    void skip(int tokens) {
        cached = tokens;
    }

    /** Its text is complete, while others of its job may go on. */
    void end() {
        ended = true;
    }

    /** Whether its slot is free for another. */
    boolean ended() {
        return ended || job.done();
    }

    /** The next run reads at most so many tokens. */
    void read(int tokens) {
        window = tokens;
    }

    /** Whether part of the prompt is still to be read before a token can be chosen. */
    boolean reading() {
        return cached < job.prompt().length();
    }

    /** The run read its new tokens. */
    void advance() {
        cached += length();
    }

    @Override
    public int length() {
        return Math.min(window, job.prompt().length() + ids.size() - cached);
    }

    @Override
    public int past() {
        return cached;
    }

    @Override
    public int id(int index) {
        int at = cached + index;
        int prompt = job.prompt().length();
        return at < prompt ? job.prompt().id(at) : ids.get(at - prompt);
    }

    @Override
    public long position(int plane, int index) {
        return job.prompt().position(plane, cached + index);
    }

    @Override
    public boolean writeImageToken(int index, FloatBuffer target) {
        int at = cached + index;
        return at < job.prompt().length() && job.prompt().writeImageToken(at, target);
    }

    @Override
    public @Nullable FloatBuffer encoderStates() {
        return job.prompt().encoderStates();
    }
}
