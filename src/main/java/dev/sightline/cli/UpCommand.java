package dev.sightline.cli;

import static java.util.stream.Collectors.joining;

import dev.sightline.broker.Cluster;
import dev.sightline.broker.ClusterUnavailableException;
import dev.sightline.broker.Ports;
import dev.sightline.event.Role;
import dev.sightline.event.TopicSettings;
import dev.sightline.event.Topics;
import dev.sightline.model.folder.ModelRefusedException;
import io.quarkus.runtime.Quarkus;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code sightline up}: the pipeline. The cluster is there before the service starts and goes after it; the service is
 * the only part of the program that runs in the container.
 */
@Command(
        name = "up",
        description = {
            "Runs the pipeline until it is stopped. Kafka runs in this process, unless KAFKA_BOOTSTRAP_SERVERS names a cluster."
        },
        footer = {"", "Example:", "  sightline up --sample --exit"})
final class UpCommand implements Callable<Integer> {
    private static final int PORT = 8080;
    private static final int MANAGEMENT_PORT = 9000;
    private static final int LAST_PORT = 65_535;

    @Spec
    private CommandSpec command;

    @Mixin
    private DataOption data;

    @Option(
            names = "--roles",
            split = ",",
            paramLabel = "ROLE",
            description = "Parts that this process plays; all by default.")
    private List<Role> roles = List.of();

    @Option(
            names = "--host",
            defaultValue = "127.0.0.1",
            paramLabel = "HOST",
            description = "Address to listen on; ${DEFAULT-VALUE} by default.")
    private String host;

    @Option(
            names = "--allow-anonymous",
            description = "Allows a --host that others reach, although there is no access control.")
    private boolean allowAnonymous;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "Port of the HTTP interface; 8080 by default, any other where that is taken.")
    private @Nullable Integer port;

    @Option(
            names = "--management-port",
            paramLabel = "PORT",
            description = "Port of health and metrics; 9000 by default, any other where that is taken.")
    private @Nullable Integer managementPort;

    @Mixin
    private ModelOption model;

    @Option(
            names = "--sample",
            description = "Submits the sample photos and prints each result as it comes off the topics.")
    private boolean sample;

    @Option(names = "--exit", description = "Ends after the sample: with 0, or 1 where one failed.")
    private boolean exit;

    @Override
    public Integer call() {
        if (exit && !sample) {
            throw wrong("--exit needs --sample");
        }
        checkPort("--port", port);
        checkPort("--management-port", managementPort);
        checkAccess();
        var environment = System.getenv();
        try (var cluster = Cluster.open(
                data.folder(),
                environment.get(KafkaClients.BOOTSTRAP_SERVERS),
                Topics.required(TopicSettings.load()))) {
            cluster.properties().forEach(System::setProperty);
            configure();
            if (sample) {
                var pipeline = new RunningPipeline(
                        new KafkaClients(cluster.bootstrapServers(), environment), Optional.of(data.folder()));
                SampleRun.start(pipeline, command.commandLine(), exit);
            }
            return run();
        } catch (ClusterUnavailableException e) {
            throw new CannotStartException(e.getMessage(), e);
        }
    }

    private void checkPort(String option, @Nullable Integer asked) {
        if (asked != null && (asked < 0 || asked > LAST_PORT)) {
            throw wrong(option + " must be 0 (any free one) to " + LAST_PORT);
        }
    }

    private void checkAccess() {
        try {
            if (InetAddress.getByName(host).isLoopbackAddress()) {
                return;
            }
        } catch (UnknownHostException e) {
            throw new CannotStartException("--host " + host + " is no address of this machine", e);
        }
        if (!allowAnonymous) {
            throw wrong("--host " + host + " lets others in and there is no access control: add --allow-anonymous"
                    + " where only those reach it who may");
        }
        err().println("sightline: listening on " + host + " without access control, as --allow-anonymous says");
    }

    private void configure() {
        System.setProperty("quarkus.http.host", host);
        System.setProperty("quarkus.management.host", host);
        System.setProperty("quarkus.http.port", Integer.toString(free("--port", port, PORT)));
        System.setProperty(
                "quarkus.management.port",
                Integer.toString(free("--management-port", managementPort, MANAGEMENT_PORT)));
        model.named().ifPresent(folder -> System.setProperty("sightline.engine.model", folder.toString()));
        model.namedPrecision()
                .ifPresent(precision -> System.setProperty("sightline.engine.precision", precision.label()));
        if (!roles.isEmpty()) {
            System.setProperty(
                    "sightline.roles", roles.stream().map(Role::wireName).collect(joining(",")));
        }
    }

    // a port that was asked for is taken as it is; the default gives way
    private int free(String option, @Nullable Integer asked, int usual) {
        var free = Ports.free(asked == null ? usual : asked);
        if (asked != null && asked != 0 && free != asked) {
            throw new CannotStartException("port " + asked + " is taken: choose another by " + option);
        }
        if (asked == null && free != usual) {
            err().println("sightline: port " + usual + " is taken; " + option + " is " + free + " instead");
        }
        return free;
    }

    /** Returns when the service has stopped. */
    private static int run() {
        var status = new AtomicInteger();
        var failed = new AtomicReference<@Nullable Throwable>();
        StopSignals.instead(signalled -> Quarkus.asyncExit(ExitStatus.ALL_DONE));
        Quarkus.run(null, (code, failure) -> {
            status.set(code);
            failed.set(failure);
        });
        if (failed.get() != null) {
            throw notStarted(failed.get());
        }
        return status.get();
    }

    // the container wraps what the service's parts say, and says nothing itself
    static RuntimeException notStarted(Throwable failure) {
        var cause = failure;
        while (true) {
            if (cause instanceof ModelRefusedException || cause instanceof UncheckedIOException) {
                return new CannotStartException(String.valueOf(cause.getMessage()), failure);
            }
            if (cause.getCause() == null) {
                return cause instanceof RuntimeException defect ? defect : new IllegalStateException(cause);
            }
            cause = cause.getCause();
        }
    }

    private PrintWriter err() {
        return command.commandLine().getErr();
    }

    private ParameterException wrong(String why) {
        return new ParameterException(command.commandLine(), why);
    }
}
