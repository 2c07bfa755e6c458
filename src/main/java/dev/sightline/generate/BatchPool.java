package dev.sightline.generate;

import dev.sightline.model.Decoder;
import dev.sightline.model.VisionLanguageModel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The caches of an engine: which texts may begin now, and where. */
interface BatchPool extends AutoCloseable {
    /** The pool that suits the model's decoder. */
    static BatchPool of(VisionLanguageModel model, EngineConfig config) {
        Decoder decoder = model.decoder();
        int contextTokens = model.contextTokens();
        BatchPool pool = decoder.inPlace()
                ? new SlotPool(decoder, config, model.usualTokens(), contextTokens)
                : new CohortPool(decoder, config, contextTokens);
        return decoder.batchPartners().alone() ? new AlonePool(pool) : pool;
    }

    /** The longest text that can have room, for a job of so many rows; 0 where so many rows never have. */
    int mostTokens(int rows);

    /** Everything in work. */
    List<RowBatch> batches();

    /** Whether {@code next} may begin now, in one run with {@code together}. */
    boolean hasRoom(List<Job> together, Job next);

    /** Gives jobs that were found to have room their rows. */
    RowBatch begin(List<Job> jobs);

    /** The rows that can grow while another thread reads these jobs' prompts, to join them then; null where none can. */
    @Nullable
    RowBatch growingBeside(List<Job> jobs);

    /** How many first tokens of a job's prompt stand where it would go, so that it need not read them. */
    int known(Job job);

    /** Gives a job that was found to have room, and whose first tokens are known, a row with those tokens read. */
    RowBatch resume(Job job);

    /** Frees what is done. */
    default void compact() {
        batches().forEach(RowBatch::compact);
    }

    @Override
    default void close() {
        batches().forEach(RowBatch::close);
    }
}
