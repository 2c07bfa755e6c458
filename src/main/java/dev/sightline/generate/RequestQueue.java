package dev.sightline.generate;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Jobs that wait for a slot: live ones before bulk ones, each in order of arrival; bounded. */
final class RequestQueue {
    private final int capacity;
    private final Deque<Job> live = new ArrayDeque<>();
    private final Deque<Job> bulk = new ArrayDeque<>();
    private boolean closed;

    RequestQueue(int capacity) {
        this.capacity = capacity;
    }

    /**
     * Takes a job in; returns false if it takes none any more.
     *
     * @throws EngineBusyException if the queue is full
     */
    synchronized boolean add(Job job) {
        if (closed) {
            return false;
        }
        if (size() >= capacity) {
            throw new EngineBusyException(size());
        }
        (job.priority() == Priority.LIVE ? live : bulk).add(job);
        notifyAll();
        return true;
    }

    /** The job that would be next, if it may be taken now; it is taken. */
    synchronized @Nullable Job poll(Predicate<Job> mayGo) {
        for (Deque<Job> lane : List.of(live, bulk)) {
            if (!lane.isEmpty()) {
                return mayGo.test(lane.peek()) ? lane.poll() : null;
            }
        }
        return null;
    }

    /** Waits until there is a job or the queue is closed. */
    synchronized void await() throws InterruptedException {
        while (size() == 0 && !closed) {
            wait();
        }
    }

    /** Drops the jobs that nobody wants any more. */
    synchronized void dropIf(Predicate<Job> abandoned) {
        live.removeIf(abandoned);
        bulk.removeIf(abandoned);
    }

    /** How many wait. */
    synchronized int size() {
        return live.size() + bulk.size();
    }

    /** When the longest waiting one was submitted, or null. */
    synchronized @Nullable Long oldest() {
        Job first = live.peek();
        Job other = bulk.peek();
        if (first == null || other == null) {
            return first != null
                    ? Long.valueOf(first.submitted())
                    : other == null ? null : Long.valueOf(other.submitted());
        }
        return Math.min(first.submitted(), other.submitted());
    }

    synchronized boolean closed() {
        return closed;
    }

    /** Takes no more jobs; returns those that waited. */
    synchronized List<Job> close() {
        closed = true;
        List<Job> left = new ArrayList<>(live);
        left.addAll(bulk);
        live.clear();
        bulk.clear();
        notifyAll();
        return left;
    }
}
