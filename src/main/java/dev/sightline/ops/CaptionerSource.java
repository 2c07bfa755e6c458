package dev.sightline.ops;

import dev.sightline.caption.CaptionListener;
import dev.sightline.caption.CaptionerSettings;
import dev.sightline.caption.ImagePlacer;
import dev.sightline.caption.LoadedCaptioners;
import dev.sightline.caption.Thumbnails;
import dev.sightline.embed.ConfiguredTowers;
import dev.sightline.fetch.FetchConfig;
import dev.sightline.fetch.ImageFetcher;
import dev.sightline.preprocess.PreprocessConfig;
import dev.sightline.storage.ImageStore;
import dev.sightline.storage.S3Config;
import dev.sightline.storage.StorageConfig;
import dev.sightline.task.TaskConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Opens what the service captions with, from its settings: the store, the fetcher, the model. */
@ApplicationScoped
public class CaptionerSource {
    @Produces
    @Singleton
    ImageStore store(StorageConfig storage, S3Config s3) {
        try {
            return ImageStore.open(storage.settings(s3.settings()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Produces
    @Singleton
    ImageFetcher fetcher(FetchConfig fetch, S3Config s3, ImageStore store) {
        return ImageFetcher.open(fetch.settings(s3.settings()), store);
    }

    @Produces
    @Singleton
    LoadedCaptioners captioner(
            ModelConfig model,
            PreprocessConfig preprocess,
            TaskConfig tasks,
            ImageFetcher fetcher,
            Instance<Thumbnails> thumbnails,
            ConfiguredTowers towers,
            CaptionListener listener) {
        var settings = new CaptionerSettings(
                model.model(),
                model.numberFormat(),
                model.limits(),
                model.encodeBatch(),
                model.featureBytes(),
                preprocess,
                tasks.settings(),
                model.trial());
        return LoadedCaptioners.open(
                model.inMemory(),
                settings,
                fetcher,
                thumbnails.isResolvable() ? thumbnails.get() : Thumbnails.NONE,
                towers.get().map(ImagePlacer::by).orElse(ImagePlacer.NONE),
                listener);
    }

    void close(@Disposes LoadedCaptioners captioner) {
        captioner.close();
    }

    void close(@Disposes ImageFetcher fetcher) {
        fetcher.close();
    }

    void close(@Disposes ImageStore store) {
        store.close();
    }
}
