package dev.sightline.cli;

import dev.sightline.caption.CaptionListener;
import dev.sightline.caption.CaptionRequest;
import dev.sightline.caption.Captioner;
import dev.sightline.caption.CaptionerSettings;
import dev.sightline.caption.LoadedCaptioner;
import dev.sightline.caption.TaskOutcome;
import dev.sightline.caption.Thumbnails;
import dev.sightline.fetch.FetchSettings;
import dev.sightline.fetch.ImageFetcher;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A captioner for the files that a user named, in this process alone. */
final class FileCaptioner implements Captioner, AutoCloseable {
    private final ImageFetcher fetcher;
    private final LoadedCaptioner captioner;

    private FileCaptioner(ImageFetcher fetcher, LoadedCaptioner captioner) {
        this.fetcher = fetcher;
        this.captioner = captioner;
    }

    /**
     * Loads the model.
     *
     * @param settings which model, and how much of it at once
     * @param folders  those that may be read
     */
    static FileCaptioner open(CaptionerSettings settings, List<Path> folders) {
        var fetcher = ImageFetcher.openWithoutStore(FetchSettings.defaults().withFileRoots(folders));
        return new FileCaptioner(
                fetcher, LoadedCaptioner.open(settings, fetcher, Thumbnails.NONE, CaptionListener.NONE));
    }

    @Override
    public CompletableFuture<List<TaskOutcome>> caption(CaptionRequest request) {
        return captioner.caption(request);
    }

    @Override
    public void close() {
        captioner.close();
        fetcher.close();
    }
}
