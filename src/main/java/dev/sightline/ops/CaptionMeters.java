package dev.sightline.ops;

import dev.sightline.caption.CaptionListener;
import dev.sightline.caption.Stage;
import dev.sightline.model.CacheForm;
import dev.sightline.model.DeviceChoice;
import dev.sightline.preprocess.ImageDecoders;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** Meters what captioning does, stage by stage; images and end-to-end times are counted where results are committed. */
@ApplicationScoped
public class CaptionMeters implements CaptionListener {
    private final MeterRegistry registry;

    CaptionMeters(MeterRegistry registry) {
        this.registry = registry;
        FunctionCounter.builder("caption.cache.refusals", registry, unused -> CacheForm.refusals())
                .description("decoders whose attention could not be rewritten, so that texts begin together")
                .register(registry);
        FunctionCounter.builder("caption.device.fallbacks", registry, unused -> DeviceChoice.fallbacks())
                .description("models that run on the processor although this build has CUDA")
                .register(registry);
        FunctionCounter.builder("caption.decode.fallbacks", registry, unused -> ImageDecoders.fallbacks())
                .description(
                        "decoders that decode in full although decode=reduced was asked for, for want of TurboJPEG")
                .register(registry);
    }

    @Override
    public void stage(Stage stage, Duration time) {
        Timer.builder("caption.stage")
                .description("time an image spends in a stage, waiting included")
                .tag("stage", stage.label())
                .register(registry)
                .record(time);
    }

    @Override
    public void batch(Stage stage, int size) {
        DistributionSummary.builder("caption.batch.size")
                .description("images or texts that share one run of a network")
                .tag("stage", stage.label())
                .register(registry)
                .record(size);
    }

    @Override
    public void tokens(int count) {
        Counter.builder("caption.tokens")
                .description("tokens generated")
                .register(registry)
                .increment(count);
    }
}
