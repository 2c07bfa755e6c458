package dev.sightline.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StepProfileTest {
    @Test
    void theInnermostFrameThatSaysWhatItIsDecides() {
        assertThat(where("ai.onnxruntime.OrtSession", "dev.sightline.model.Decoder", "dev.sightline.generate.Engine"))
                .isEqualTo("network");
        assertThat(where("java.nio.DirectFloatBufferU", "dev.sightline.model.Logits", "dev.sightline.generate.Engine"))
                .isEqualTo("sampling");
        assertThat(where("java.util.ArrayList", "dev.sightline.generate.Engine"))
                .isEqualTo("scheduling");
    }

    @Test
    void waitingForWorkDoesNotCount() {
        assertThat(where(
                        "jdk.internal.misc.Unsafe",
                        "dev.sightline.generate.RequestQueue",
                        "dev.sightline.generate.Engine"))
                .isNull();
        assertThat(where("java.lang.Thread")).isNull();
    }

    private static String where(String... classes) {
        return StepProfile.where(Stream.of(classes)
                .map(name -> new StackTraceElement(name, "run", null, -1))
                .toArray(StackTraceElement[]::new));
    }
}
