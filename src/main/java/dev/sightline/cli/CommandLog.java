package dev.sightline.cli;

import io.quarkus.bootstrap.logging.InitialConfigurator;
import java.util.logging.Handler;
import org.jboss.logmanager.Level;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.jboss.logmanager.handlers.ConsoleHandler;

/** The log of commands that run without the container: warnings and worse, on stderr. */
final class CommandLog {
    private CommandLog() {}

    /** Until this is called, what is logged waits for a configuration; the container brings its own. */
    static void warningsToStderr() {
        var handler = new ConsoleHandler(
                ConsoleHandler.Target.SYSTEM_ERR, new PatternFormatter("sightline: %p %c{2.}: %s%e%n"));
        handler.setLevel(Level.WARN);
        InitialConfigurator.DELAYED_HANDLER.setHandlers(new Handler[] {handler});
    }
}
