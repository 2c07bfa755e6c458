package dev.sightline.embed;

import dev.sightline.preprocess.PreprocessConfig;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The towers that the settings name, loaded when they are first asked for and once a process. */
@ApplicationScoped
public class ConfiguredTowers {
    private final EmbedSettings settings;
    private final PreprocessConfig preprocess;
    private @Nullable Towers towers;

    ConfiguredTowers(EmbedSettings settings, PreprocessConfig preprocess) {
        this.settings = settings;
        this.preprocess = preprocess;
    }

    /**
     * The towers, or empty where none are configured; they stay this bean's to close.
     *
     * @throws dev.sightline.model.folder.ModelRefusedException where the folder named holds none that run here
     */
    public synchronized Optional<Towers> get() {
        if (towers == null && settings.towers().isPresent()) {
            towers = Towers.open(settings.towers().get(), preprocess);
        }
        return Optional.ofNullable(towers);
    }

    @PreDestroy
    synchronized void close() {
        if (towers != null) {
            towers.close();
        }
    }
}
