package dev.sightline.index;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidOffsetException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The index that searches use: kept up with the topics, started again after a failure, made anew on demand.
 *
 * <p>One thread, the keeper, opens, exchanges and closes generations; what serves is exchanged only while no question is
 * being answered, so a question never meets a closed index.
 */
public final class LiveIndex implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(LiveIndex.class);
    private static final long LONGEST_PAUSE_SECONDS = 60;

    private final IndexTopics topics;
    private final IndexSettings settings;
    private final Runnable refused;
    private final GenerationFolders folders;
    private final ReadWriteLock exchange = new ReentrantReadWriteLock();
    private final ScheduledExecutorService keeper = Executors.newSingleThreadScheduledExecutor(work -> {
        var thread = new Thread(work, "sightline-index-keeper");
        thread.setDaemon(true);
        return thread;
    });
    private final CompletableFuture<Void> caughtUp = new CompletableFuture<>();
    private @Nullable Generation serving;
    private @Nullable Generation next;
    private @Nullable CompletableFuture<Void> rebuilt;
    private long pauseSeconds = 1;

    /** What is asked of the index. */
    public interface Question<T> {
        /** The answer; the index must not be kept. */
        T of(ImageIndex index) throws IOException;
    }

    /**
     * An index that opens with {@link #start()}.
     *
     * @param refused told once when the cluster does not let us read, where trying again is of no use
     */
    public LiveIndex(IndexTopics topics, IndexSettings settings, Runnable refused) {
        this.topics = topics;
        this.settings = settings;
        this.refused = refused;
        this.folders = new GenerationFolders(settings.folder());
    }

    /** Begins to open the index and to follow the topics; tries again for as long as the cluster or the disk fail. */
    public void start() {
        keeper.execute(this::serve);
    }

    /** Completes when the index first has all that the topics hold. */
    public CompletableFuture<Void> caughtUp() {
        return caughtUp.copy();
    }

    /** The answer, or empty while no index is open. */
    public <T> Optional<T> ask(Question<T> question) throws IOException {
        exchange.readLock().lock();
        try {
            return serving == null ? Optional.empty() : Optional.of(question.of(serving.index()));
        } finally {
            exchange.readLock().unlock();
        }
    }

    /** How far the index is. */
    public IndexProgress progress() {
        exchange.readLock().lock();
        try {
            return serving == null ? IndexProgress.CLOSED : serving.progress();
        } finally {
            exchange.readLock().unlock();
        }
    }

    /**
     * Makes the index anew from the topics, beside the one that serves.
     *
     * @return completes when the new one serves; a rebuild that is under way is joined
     */
    public CompletableFuture<Void> rebuild() {
        return CompletableFuture.completedFuture(this).thenComposeAsync(LiveIndex::rebuilding, keeper);
    }

    @Override
    public void close() throws IOException {
        try {
            keeper.submit(this::closeAll).get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            keeper.shutdownNow();
        }
    }

    private void serve() {
        try {
            var generation = open(true);
            exchange(generation);
            var unused = generation.caughtUp().thenRunAsync(this::servesAll, keeper);
            follow(generation);
        } catch (AuthorizationException | AuthenticationException e) {
            refuse(e);
        } catch (IOException | KafkaException e) {
            LOG.warnf(e, "the index cannot be opened yet folder=%s", settings.folder());
            serveLater();
        }
    }

    private Generation open(boolean oldest) throws IOException {
        var source = topics.describe();
        var folder = oldest ? folders.oldest() : folders.next();
        var index = folders.open(folder, positions -> positions.continuesIn(source.identity(), Instant.now()));
        return Generation.start(folder, index, topics.consumer(), source, settings);
    }

    private void follow(Generation generation) {
        atEnd(generation, failure -> {
            if (failure != null && generation == serving) {
                recover(generation, failure);
            }
        });
    }

    // nobody waits for what the keeper does then, so what breaks it is told here
    private void atEnd(Generation generation, Consumer<@Nullable Throwable> then) {
        var unused = generation
                .ended()
                .handle((stopped, failure) -> failure)
                .thenAcceptAsync(then, keeper)
                .exceptionally(broken -> {
                    LOG.errorf(broken, "an index that ended was not seen to folder=%s", generation.folder());
                    return null;
                });
    }

    private void recover(Generation generation, Throwable failure) {
        if (failure instanceof AuthorizationException || failure instanceof AuthenticationException) {
            refuse(failure);
            return;
        }
        LOG.errorf(failure, "the index has stopped and is opened again folder=%s", generation.folder());
        exchange(null);
        try {
            generation.close();
            if (failure instanceof InvalidOffsetException || GenerationFolders.isUnreadable(failure)) {
                folders.delete(generation.folder());
            }
        } catch (IOException e) {
            LOG.warnf(e, "the index was not closed cleanly folder=%s", generation.folder());
        }
        serveLater();
    }

    private void servesAll() {
        pauseSeconds = 1;
        caughtUp.complete(null);
    }

    private void serveLater() {
        var unused = keeper.schedule(this::serve, pauseSeconds, TimeUnit.SECONDS);
        pauseSeconds = Math.min(2 * pauseSeconds, LONGEST_PAUSE_SECONDS);
    }

    private void refuse(Throwable cause) {
        LOG.errorf(cause, "the cluster does not let us read the topics of the index");
        refused.run();
    }

    private CompletableFuture<Void> rebuilding() {
        if (rebuilt == null || rebuilt.isDone()) {
            try {
                var generation = open(false);
                next = generation;
                rebuilt = generation.caughtUp().thenRunAsync(() -> takeOver(generation), keeper);
                atEnd(generation, failure -> abandon(generation));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return rebuilt;
    }

    private void takeOver(Generation generation) {
        var old = exchange(generation);
        next = null;
        follow(generation);
        if (old != null) {
            discard(old);
        }
    }

    // a rebuild that failed leaves the serving generation as it was
    private void abandon(Generation generation) {
        if (generation == next) {
            next = null;
            discard(generation);
        }
    }

    private void discard(Generation generation) {
        try {
            generation.close();
            folders.delete(generation.folder());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private @Nullable Generation exchange(@Nullable Generation generation) {
        exchange.writeLock().lock();
        try {
            var old = serving;
            serving = generation;
            return old;
        } finally {
            exchange.writeLock().unlock();
        }
    }

    private Void closeAll() throws IOException {
        var last = exchange(null);
        if (last != null) {
            last.close();
        }
        if (next != null) {
            var unfinished = next;
            next = null;
            unfinished.close();
        }
        return null;
    }
}
