package dev.sightline.index;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** An index in a process of its own, which commits often, says when it has caught up, and stops when it is told to. */
public final class IndexProcess {
    static final String CAUGHT_UP = "caught up";

    private IndexProcess() {}

    public static void main(String... args) throws Exception {
        var settings = new TestSettings(
                Path.of(System.getProperty("index.folder")), Duration.ofMillis(50), Duration.ofMillis(200));
        var topics = new IndexTopics(Map.of("bootstrap.servers", System.getProperty("index.bootstrap")));
        var live = new LiveIndex(topics, settings, () -> {});
        live.start();
        live.caughtUp().join();
        report(CAUGHT_UP);
        new CountDownLatch(1).await(); // until it is killed
    }

    private static void report(String what) {
        System.err.println(what);
    }
}
