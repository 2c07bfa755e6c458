package dev.sightline.generate;

import dev.sightline.model.Decoder;
import java.util.List;

/** The caches of an engine: which texts may begin now, and where. */
interface BatchPool extends AutoCloseable {
    /** The pool that suits the decoder. */
    static BatchPool of(Decoder decoder, EngineConfig config, int contextTokens) {
        return decoder.inPlace()
                ? new SlotPool(decoder, config, contextTokens)
                : new CohortPool(decoder, config, contextTokens);
    }

    /** The longest text that can have room, for a job of so many rows; 0 where so many rows never have. */
    int mostTokens(int rows);

    /** Everything in work. */
    List<RowBatch> batches();

    /** Whether {@code next} may begin now, in one run with {@code together}. */
    boolean hasRoom(List<Job> together, Job next);

    /** Gives jobs that were found to have room their rows. */
    RowBatch begin(List<Job> jobs);

    /** Frees what is done. */
    default void compact() {
        batches().forEach(RowBatch::compact);
    }

    @Override
    default void close() {
        batches().forEach(RowBatch::close);
    }
}
