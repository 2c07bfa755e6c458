package dev.sightline.caption;

import dev.sightline.event.TaskRequest;
import dev.sightline.fetch.ImageFetcher;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A captioner with one or two models in memory: a task goes to the model it names, else to the first. */
public final class LoadedCaptioners implements Captioner, AutoCloseable {
    private final List<LoadedCaptioner> models;

    private LoadedCaptioners(List<LoadedCaptioner> models) {
        this.models = models;
    }

    /**
     * Loads the models.
     *
     * @param settings of each; their model is replaced
     * @param fetcher  stays the caller's to close
     * @throws dev.sightline.model.folder.ModelRefusedException if one does not run here, or they do not fit together
     */
    public static LoadedCaptioners open(
            ModelsInMemory models,
            CaptionerSettings settings,
            ImageFetcher fetcher,
            Thumbnails thumbnails,
            ImagePlacer placer,
            CaptionListener listener) {
        var described = models.check();
        var loaded = new LoadedCaptioners(new ArrayList<>());
        try {
            for (var folder : models.folders()) {
                loaded.models.add(LoadedCaptioner.open(
                        settings.withModel(folder), fetcher, thumbnails, placer, listener, described));
            }
        } catch (RuntimeException e) {
            loaded.close();
            throw e;
        }
        return loaded;
    }

    @Override
    public CompletableFuture<List<TaskOutcome>> caption(CaptionRequest request) {
        Map<LoadedCaptioner, List<Integer>> shares = new LinkedHashMap<>();
        IntStream.range(0, request.tasks().size())
                .forEach(i -> shares.computeIfAbsent(of(request.tasks().get(i)), model -> new ArrayList<>())
                        .add(i));
        if (shares.size() == 1) {
            return shares.keySet().iterator().next().caption(request);
        }
        Map<List<Integer>, CompletableFuture<List<TaskOutcome>>> running = new LinkedHashMap<>();
        shares.forEach((model, places) -> running.put(
                places,
                model.caption(request.withTasks(
                        places.stream().map(request.tasks()::get).toList()))));
        var all = CompletableFuture.allOf(running.values().toArray(CompletableFuture[]::new))
                .thenApply(done -> {
                    var outcomes = new TaskOutcome[request.tasks().size()];
                    running.forEach((places, share) -> IntStream.range(0, places.size())
                            .forEach(i -> outcomes[places.get(i)] = share.join().get(i)));
                    return List.of(outcomes);
                });
        var unused = all.whenComplete((done, failed) -> {
            if (all.isCancelled()) {
                running.values().forEach(share -> share.cancel(true));
            }
        });
        return all;
    }

    /** The model that the task names; the first also refuses names that are not there. */
    private LoadedCaptioner of(TaskRequest task) {
        return models.stream()
                .filter(model -> model.model().id().equals(task.model()))
                .findFirst()
                .orElse(models.get(0));
    }

    @Override
    public Optional<String> modelRevision(@Nullable TaskRequest task) {
        return (task == null ? models.get(0) : of(task)).modelRevision(task);
    }

    @Override
    public boolean alive() {
        return models.stream().allMatch(LoadedCaptioner::alive);
    }

    @Override
    public void close() {
        models.forEach(LoadedCaptioner::close);
    }
}
