package dev.sightline.generate;

import static java.util.Objects.requireNonNull;

import dev.sightline.model.KeyValueCache;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one cache, row {@code i} in slot {@code i}: busy slots lie side by side from 0, those of prompts that another
 * thread reads at the far end until they join.
 *
 * <p>Not thread-safe; the engine's thread owns it and closes it.
 */
final class RowBatch implements AutoCloseable {
    private final KeyValueCache cache;
    private final List<Row> rows = new ArrayList<>();
    private final @Nullable PromptState[]
            held; // by slot: the prompt whose tokens it begins with, also after its text's end
    private @Nullable RowBatch beside;

    RowBatch(KeyValueCache cache) {
        this.cache = cache;
        this.held = new PromptState[cache.slots()];
    }

    KeyValueCache cache() {
        return cache;
    }

    /** The rows by slot. */
    List<Row> rows() {
        return List.copyOf(rows);
    }

    /** Whose rows they are, each once; those that are read beside, too. */
    List<Job> jobs() {
        Stream<Row> read = beside == null ? Stream.empty() : beside.rows.stream();
        return Stream.concat(rows.stream(), read).map(Row::job).distinct().toList();
    }

    /** How many rows there are, those that are read beside included. */
    int size() {
        return rows.size() + (beside == null ? 0 : beside.rows.size());
    }

    boolean isEmpty() {
        return size() == 0;
    }

    /** A row whose prompt is still being read in chunks; it is alone in its batch. */
    @Nullable
    Row reading() {
        return rows.size() == 1 && rows.get(0).reading() ? rows.get(0) : null;
    }

    /** Brings the rows that somebody waits for to the front; returns how many rows a run must have to serve them. */
    int liveFirst() {
        int live = 0;
        for (int slot = 0; slot < rows.size(); slot++) {
            if (rows.get(slot).job().priority() == Priority.LIVE) {
                swap(live++, slot);
            }
        }
        return cache.joinable() || live == 0 ? live : rows.size();
    }

    private void swap(int a, int b) {
        if (a == b || !cache.joinable()) {
            return;
        }
        Row first = rows.get(a);
        Row second = rows.get(b);
        cache.copy(a, cache.slots(), first.past());
        cache.copy(b, a, second.past());
        cache.copy(cache.slots(), b, first.past());
        PromptState prompt = held[a];
        held[a] = held[b];
        held[b] = prompt;
        rows.set(a, second);
        rows.set(b, first);
    }

    /** Slots that no job has or may come to need. */
    int free() {
        return cache.slots() - jobs().stream().mapToInt(Job::width).sum();
    }

    /** Gives jobs a row each, at the end. */
    void begin(List<Job> jobs) {
        for (Job job : jobs) {
            forget(rows.size(), 1);
            rows.add(new Row(job));
        }
    }

    /** Gives jobs rows at the far end, where another thread may read while these rows grow. */
    RowBatch beginBeside(List<Job> jobs) {
        int first = cache.slots() - jobs.size();
        forget(first, jobs.size());
        RowBatch reading = new RowBatch(cache.part(first, jobs.size()));
        reading.begin(jobs);
        beside = reading;
        return reading;
    }

    /** Takes the rows that were read beside; returns the first one's slot. */
    int join() {
        RowBatch read = requireNonNull(beside);
        beside = null;
        int joined = rows.size();
        int first = cache.slots() - read.rows.size();
        for (Row row : read.rows) {
            int slot = rows.size();
            if (first != slot) {
                cache.copy(first, slot, row.past());
            }
            first++;
            forget(slot, 1);
            rows.add(row);
        }
        read.close();
        return joined;
    }

    /** How many first tokens of a prompt stand in a slot. */
    int known(PromptState prompt) {
        int donor = donor(prompt);
        return donor < 0 ? 0 : prompt.shared(requireNonNull(held[donor]));
    }

    /** Gives a job whose first tokens are known a row at the end, with those tokens read. */
    void resume(Job job) {
        int slot = rows.size();
        int donor = donor(job.prompt());
        int known = job.prompt().shared(requireNonNull(held[donor]));
        if (donor != slot) {
            cache.copy(donor, slot, known);
        }
        forget(slot, 1);
        Row row = new Row(job);
        row.skip(known);
        rows.add(row);
    }

    private int donor(PromptState prompt) {
        int best = -1;
        int most = 0;
        for (int slot = 0; slot < held.length; slot++) {
            PromptState other = held[slot];
            int known = other == null ? 0 : prompt.shared(other);
            if (known > most) {
                best = slot;
                most = known;
            }
        }
        return best;
    }

    /** The row's whole prompt stands in its slot now. */
    void hold(int slot) {
        held[slot] = rows.get(slot).job().prompt();
    }

    /** Slots whose contents are not known any more. */
    void forget(int first, int count) {
        Arrays.fill(held, first, first + count, null);
    }

    /** Lets a job's rows, given by beam, grow as it chose; more rows than before take the next slots, others end. */
    void grow(int[] places, Decoding.Grow step) {
        int[] sources = step.sources();
        if (step.eachFromItsOwn()) {
            for (int place = 0, i = 0; place < places.length; place++) {
                Row row = rows.get(places[place]);
                if (i < sources.length && sources[i] == place) {
                    row.append(step.ids()[i++]);
                } else {
                    row.end();
                }
            }
            return;
        }
        int[] from = new int[sources.length];
        int[] to = new int[sources.length];
        List<Row> grown = new ArrayList<>();
        for (int i = 0; i < sources.length; i++) {
            from[i] = places[sources[i]];
            to[i] = i < places.length ? places[i] : rows.size() + i - places.length;
            grown.add(rows.get(from[i]).fork(step.ids()[i], i));
        }
        int length = rows.get(places[0]).past();
        RowCopies.plan(from, to, cache.slots()).forEach(copy -> cache.copy(copy.from(), copy.to(), length));
        for (int i = 0; i < sources.length; i++) {
            if (i < places.length) {
                rows.set(to[i], grown.get(i));
            } else {
                rows.add(grown.get(i));
            }
            hold(to[i]);
        }
    }

    /** Frees the slots of rows that ended and of jobs that are done; the last rows move into the gaps. */
    void compact() {
        for (int slot = rows.size() - 1; slot >= 0; slot--) {
            if (rows.get(slot).ended()) {
                Row moved = rows.remove(rows.size() - 1);
                if (slot < rows.size()) {
                    cache.copy(rows.size(), slot, moved.past());
                    held[slot] = held[rows.size()];
                    rows.set(slot, moved);
                }
            }
        }
        cache.truncate(rows.size());
    }

    /** Forgets every row, and what the slots hold; nothing may run on them. */
    void clear() {
        rows.clear();
        if (beside != null) {
            beside.close();
            beside = null;
        }
        forget(0, held.length);
        cache.truncate(0);
    }

    @Override
    public void close() {
        if (beside != null) {
            beside.close();
        }
        cache.close();
    }
}
