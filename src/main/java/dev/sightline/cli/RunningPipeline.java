package dev.sightline.cli;

import dev.sightline.broker.Endpoints;
import dev.sightline.storage.ImageStore;
import dev.sightline.storage.StorageSettings;
import dev.sightline.submit.AwaitedResults;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The pipeline that a command talks to: the one that runs on the data folder, else the cluster that the environment names.
 *
 * @param clients of its cluster
 * @param local   its data folder, where it runs on this machine
 */
record RunningPipeline(KafkaClients clients, Optional<Path> local) {
    // the environment's name of the service's setting sightline.storage.uri
    private static final String STORAGE_URI = "SIGHTLINE_STORAGE_URI";

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /**
     * Finds it.
     *
     * @throws CannotStartException where nothing runs
     */
    static RunningPipeline find(DataOption data, Map<String, String> environment) {
        var named = environment.getOrDefault(KafkaClients.BOOTSTRAP_SERVERS, "");
        var here = endpoints(data.folder());
        if (here.isPresent()
                && (data.given() || named.isEmpty() || named.equals(here.get().bootstrapServers()))) {
            var clients = new KafkaClients(here.get().bootstrapServers(), environment);
            return new RunningPipeline(clients, Optional.of(data.folder()));
        }
        if (named.isEmpty() || data.given()) {
            throw new CannotStartException("no pipeline runs on " + data.folder()
                    + ": start one by \"sightline up\", name its folder by --data, or a cluster by "
                    + KafkaClients.BOOTSTRAP_SERVERS);
        }
        return new RunningPipeline(new KafkaClients(named, environment), Optional.empty());
    }

    private static Optional<Endpoints> endpoints(Path folder) {
        try {
            return Endpoints.read(folder).filter(Endpoints::alive);
        } catch (UncheckedIOException e) {
            throw new CannotStartException(e.getMessage() + ": choose another folder by --data", e);
        }
    }

    /** Watches over results that are awaited from it. */
    ResultWatch watch(AwaitedResults results) {
        return new ResultWatch(this::runs, () -> results.clusterAnswers(PATIENCE), System::nanoTime);
    }

    // of a cluster elsewhere nobody here knows who works on it
    private boolean runs() {
        return local.map(folder -> endpoints(folder).isPresent()).orElse(true);
    }

    /**
     * The store where its workers find what is submitted.
     *
     * @param named a folder or {@code s3://bucket/prefix}; where absent, the one
     *     that SIGHTLINE_STORAGE_URI names, else that below the data folder
     * @throws CannotStartException where it cannot be known or opened
     */
    ImageStore store(@Nullable String named) {
        var place = named == null ? clients.environment().get(STORAGE_URI) : named;
        var settings = place == null
                ? local.map(StorageSettings::below).orElseThrow(this::unknownStore)
                : StorageSettings.at(place);
        try {
            return ImageStore.open(settings);
        } catch (IOException | IllegalArgumentException e) {
            throw new CannotStartException("the store " + settings.uri() + " cannot be opened: " + e.getMessage(), e);
        }
    }

    private CannotStartException unknownStore() {
        return new CannotStartException("local files can be submitted to " + clients.bootstrapServers()
                + " only through a store that its workers reach: name it by --storage-uri");
    }
}
