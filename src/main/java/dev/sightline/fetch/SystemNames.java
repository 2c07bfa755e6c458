package dev.sightline.fetch;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The system's own look-up, in bounded time: it cannot be interrupted, and a stranger's name server may keep it waiting
 * as long as it likes, so threads of its own do the waiting.
 */
final class SystemNames implements NameService {
    private static final int LOOKUPS = 64;
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final NameService names;
    private final Duration limit;
    private final ExecutorService waiting =
            new ThreadPoolExecutor(0, LOOKUPS, 30, TimeUnit.SECONDS, new SynchronousQueue<>(), SystemNames::daemon);

    SystemNames() {
        this(host -> List.of(InetAddress.getAllByName(host)), LIMIT);
    }

    SystemNames(NameService names, Duration limit) {
        this.names = names;
        this.limit = limit;
    }

    @Override
    public List<InetAddress> lookup(String host) throws UnknownHostException {
        try {
            Callable<List<InetAddress>> lookup = () -> names.lookup(host);
            return waiting.submit(lookup).get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw unknown(host + ": " + e.getCause(), e);
        } catch (TimeoutException e) {
            throw unknown(host + ": no answer within " + limit.toMillis() + " ms", e);
        } catch (RejectedExecutionException e) {
            throw unknown(host + ": " + LOOKUPS + " look-ups are waiting already", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unknown(host + ": interrupted", e);
        }
    }

    private static UnknownHostException unknown(String message, Throwable cause) {
        var unknown = new UnknownHostException(message);
        unknown.initCause(cause);
        return unknown;
    }

    private static Thread daemon(Runnable task) {
        var thread = new Thread(task, "sightline-name-lookup");
        thread.setDaemon(true);
        return thread;
    }
}
