package dev.sightline.cli;

import io.quarkus.bootstrap.logging.InitialConfigurator;
import java.util.logging.Handler;
import org.jboss.logmanager.Level;
import org.jboss.logmanager.Logger;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.jboss.logmanager.handlers.ConsoleHandler;

/** The log of commands that run without the container: warnings and worse, on stderr. */
final class CommandLog {
    // it warns of every machine that has no CUDA; kept here, since loggers are held weakly
    private static final Logger INFERENCE = Logger.getLogger("ai.djl");

    // it warns of every attempt to reach a broker that is away; commands say it once, in a sentence
    private static final Logger CONNECTIONS = Logger.getLogger("org.apache.kafka.clients");

    // it warns of every folder below the system's temporary one, which is where a bench works
    private static final Logger STORES =
            Logger.getLogger("org.apache.kafka.streams.processor.internals.StateDirectory");

    // it warns of every new cluster that it is new
    private static final Logger CONTROLLER = Logger.getLogger("org.apache.kafka.controller.QuorumController");

    private CommandLog() {}

    /** Until this is called, what is logged waits for a configuration; the container brings its own. */
    static void warningsToStderr() {
        var handler = new ConsoleHandler(
                ConsoleHandler.Target.SYSTEM_ERR, new PatternFormatter("sightline: %p %c{2.}: %s%e%n"));
        // not the handler's level: below a logger's own nothing is even put into words, which the clients do of every
        // record
        Logger.getLogger("").setLevel(Level.WARN);
        INFERENCE.setLevel(Level.ERROR);
        CONNECTIONS.setLevel(Level.ERROR);
        STORES.setLevel(Level.ERROR);
        CONTROLLER.setLevel(Level.ERROR);
        InitialConfigurator.DELAYED_HANDLER.setHandlers(new Handler[] {handler});
    }
}
