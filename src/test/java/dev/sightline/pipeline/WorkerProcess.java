package dev.sightline.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** The service with a {@link FakeCaptioner} in a process of its own, with a name and a folder that survive its death. */
public final class WorkerProcess implements AutoCloseable {
    private final Path folder;
    private final Map<String, String> properties;
    private ChildProcess process;

    private WorkerProcess(Path folder, Map<String, String> properties) {
        this.folder = folder;
        this.properties = properties;
        this.process = launch();
    }

    public static WorkerProcess start(Path folder, String bootstrapServers, Map<String, String> settings) {
        var properties = new HashMap<>(settings);
        properties.put("kafka.bootstrap.servers", bootstrapServers);
        properties.put("sightline.data", folder.toString());
        return new WorkerProcess(folder, properties);
    }

    public void awaitReady() {
        await().atMost(Duration.ofMinutes(5)).until(() -> process.printed(Session.READY) || !process.isAlive());
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public void kill() {
        process.kill();
    }

    public void restart() {
        process = launch();
    }

    private ChildProcess launch() {
        return ChildProcess.start(
                WorkerProcess.class, folder.resolve("worker-" + System.nanoTime() + ".log"), properties);
    }

    @Override
    public void close() {
        process.close();
    }

    /** Within the process. */
    @SuppressWarnings("SystemOut") // its log
    public static void main(String... args) {
        var summary = new SummaryGeneratingListener();
        // by name: the container loads the class itself
        var request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(WorkerProcess.class.getName() + "$Session"))
                .build();
        try (var session = LauncherFactory.openSession()) {
            session.getLauncher().execute(request, summary);
        }
        summary.getSummary().printFailuresTo(new PrintWriter(System.out, true, UTF_8));
        System.exit(1); // it works until it is killed
    }

    /** The service's life: it works until the process is killed. */
    @QuarkusTest
    @TestProfile(Session.Profile.class)
    static class Session {
        static final String READY = "the worker is ready";

        /** A captioner without a model, on the cluster that the process was given. */
        public static class Profile implements QuarkusTestProfile {
            @Override
            public Set<Class<?>> getEnabledAlternatives() {
                return Set.of(FakeCaptioner.class);
            }
        }

        @Test
        @SuppressWarnings("SystemOut") // the parent process reads it
        void works() throws IOException {
            System.out.println(READY);
            System.in.transferTo(OutputStream.nullOutputStream()); // till its parent closes it
        }
    }
}
