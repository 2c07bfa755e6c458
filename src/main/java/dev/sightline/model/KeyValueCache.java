package dev.sightline.model;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import java.util.List;

/**
 * Keys and values of all layers for the texts that one thread lets grow, a slot each.
 *
 * <p>Two forms. In <em>slots</em> past and present are the same memory and texts come and go one by one; the decoder must
 * have been made for it (GroupQueryAttention). In a <em>cohort</em> the past is copied at each step and texts begin
 * together; any decoder runs so. A run's texts lie side by side.
 */
public interface KeyValueCache extends AutoCloseable {
    /** How many texts fit. */
    int slots();

    /** How many tokens a text may have. */
    int tokens();

    /** Whether a text may begin while others grow. */
    boolean joinable();

    /** Copies the first {@code length} tokens of one slot over another's; slot {@link #slots()} is spare room. */
    void copy(int from, int to, int length);

    /** Some of these slots as a cache for another thread, over the same memory; it closes before this one. */
    KeyValueCache part(int first, int slots);

    /** Says that slots from {@code rows} on hold nothing any more. */
    void truncate(int rows);

    /** Frees tensors and memory. */
    @Override
    void close();

    /** Most tokens, padding included, that a row of the next run will have behind it. */
    int pastColumns(int first, List<? extends DecoderRow> rows);

    /** Whether a column of a row's past is a token of its own, not padding. */
    boolean real(int slot, int column, int past);

    /** The past's tensors for the next run: key, value, key, value… */
    List<OnnxTensor> past(int first, int rows) throws OrtException;

    /** Where that run writes them, {@code width} columns more. */
    List<OnnxTensor> present(int first, int rows, int width) throws OrtException;

    /** The run succeeded. */
    void written(int first, List<? extends DecoderRow> rows, int width);
}
