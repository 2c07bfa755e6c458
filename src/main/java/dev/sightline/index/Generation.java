package dev.sightline.index;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.Consumer;

/**
 * An index in a folder of its own and the thread that feeds it. It ends when it is closed, or by itself where it cannot
 * go on; then the index stays open for searches until it is closed.
 */
final class Generation implements AutoCloseable {
    private final Path folder;
    private final ImageIndex index;
    private final IndexFeed feed;
    private final Thread thread;
    private final CompletableFuture<Void> caughtUp = new CompletableFuture<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private volatile boolean stopping;

    private Generation(
            Path folder,
            ImageIndex index,
            Consumer<byte[], byte[]> consumer,
            TopicSource source,
            IndexSettings settings) {
        this.folder = folder;
        this.index = index;
        this.feed = new IndexFeed(index, consumer, source, settings, Clock.systemUTC());
        this.thread = new Thread(() -> run(consumer), "sightline-index-" + folder.getFileName());
        thread.setDaemon(true);
    }

    /** Opens the folder and begins to feed it; owns the index and the consumer from here on. */
    static Generation start(
            Path folder,
            ImageIndex index,
            Consumer<byte[], byte[]> consumer,
            TopicSource source,
            IndexSettings settings) {
        var generation = new Generation(folder, index, consumer, source, settings);
        generation.thread.start();
        return generation;
    }

    Path folder() {
        return folder;
    }

    ImageIndex index() {
        return index;
    }

    IndexProgress progress() {
        var lag = feed.lag();
        return new IndexProgress(!ended.isDone(), caughtUp.isDone(), lag == Long.MAX_VALUE ? -1 : lag, feed.skipped());
    }

    /** Completes when all that the topics held has been taken and is safe; exceptionally where that never came. */
    CompletableFuture<Void> caughtUp() {
        return caughtUp;
    }

    /** Completes when the feed has ended: normally when it was stopped, else with what keeps it from going on. */
    CompletableFuture<Void> ended() {
        return ended;
    }

    @Override
    public void close() throws IOException {
        stopping = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        index.close();
    }

    private void run(Consumer<byte[], byte[]> consumer) {
        try (consumer) {
            while (!stopping) {
                feed.step();
                if (feed.lag() == 0 && !caughtUp.isDone()) {
                    feed.commit();
                    caughtUp.complete(null);
                }
            }
            feed.commit();
            caughtUp.cancel(false);
            ended.complete(null);
        } catch (IOException | RuntimeException | Error e) { // whatever ends this thread, the keeper must hear of it
            caughtUp.completeExceptionally(e);
            ended.completeExceptionally(e);
        }
    }
}
