package dev.sightline.pipeline;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A Java process of its own on this test's class path, killed with kill -9 or, on close, in any case. */
public final class ChildProcess implements AutoCloseable {
    // how the container finds the application when it starts under test
    private static final List<String> INHERITED = List.of("quarkus-internal", "maven.", "basedir", "sightline.home");

    private final Process process;
    private final Path log;

    private ChildProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** Starts the class's main; what it prints goes to the log. */
    public static ChildProcess start(Class<?> main, Path log, Map<String, String> properties) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx400m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.add("-Djava.util.logging.manager=org.jboss.logmanager.LogManager");
        System.getProperties().forEach((name, value) -> {
            if (INHERITED.stream().anyMatch(prefix -> name.toString().startsWith(prefix))) {
                command.add("-D" + name + "=" + value);
            }
        });
        properties.forEach((name, value) -> command.add("-D" + name + "=" + value));
        command.add("-cp");
        command.add(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
        command.add(main.getName());
        try {
            Files.createDirectories(log.getParent());
            var process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            return new ChildProcess(process, log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Its status once it has ended by itself, within a minute. */
    public int awaitExit() throws InterruptedException {
        process.waitFor(5, TimeUnit.MINUTES);
        return process.exitValue();
    }

    /** Whether it has printed this. */
    public boolean printed(String text) {
        try {
            return Files.readString(log, ISO_8859_1).contains(text); // it may end within a character
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** SIGKILL; returns when it is gone. */
    public void kill() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        kill();
    }
}
