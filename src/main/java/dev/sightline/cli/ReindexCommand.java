package dev.sightline.cli;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code sightline reindex}: the index made anew from the topics, beside the one that serves. */
@Command(
        name = "reindex",
        description =
                "Makes the search index anew from the topics; the old one serves until the new one has caught up.",
        footer = {"", "Example:", "  sightline reindex"})
final class ReindexCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofHours(2);

    @Spec
    private CommandSpec command;

    @Mixin
    private IndexAddress index;

    @Override
    public Integer call() {
        var request = HttpRequest.newBuilder().POST(BodyPublishers.noBody());
        var extent = index.ask("/api/index/rebuild", request, PATIENCE);
        command.commandLine().getOut().println(extent.path("images").asLong() + " images indexed");
        return ExitStatus.ALL_DONE;
    }
}
