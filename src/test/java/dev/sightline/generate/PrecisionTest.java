package dev.sightline.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sightline.model.folder.Precision;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class PrecisionTest {
    private static final EngineConfig ONE = EngineConfig.DEFAULT.withSlots(1);

    @Test
    void eightBitsByEightBitsScoreTokensLikeFloats() throws IOException {
        // given
        GenerationConfig firstStep = GenerationConfig.greedy(1).withLogprobs(1);

        // when
        Generation floats = generate(Precision.FP32, firstStep);
        Generation bytes = generate(Precision.INT8, firstStep);

        // then
        assertThat(bytes.tokenIds()).isEqualTo(floats.tokenIds());
        assertThat(bytes.meanLogprob()).isNotEqualTo(floats.meanLogprob()).isCloseTo(floats.meanLogprob(), within(0.1));
    }

    private static Generation generate(Precision precision, GenerationConfig config) throws IOException {
        try (RunningModel running = RunningModel.tiny(precision, ONE, EngineListener.NONE)) {
            return running.engine()
                    .submit(GenerationRequest.of(
                            running.features(RunningModel.photo("chelsea.jpg")), "Describe this photo.", config))
                    .join();
        }
    }

    @Test
    void namesThePrecisionInTheRevision() throws IOException {
        // when
        try (RunningModel floats = RunningModel.tiny(Precision.FP32, ONE, EngineListener.NONE);
                RunningModel bytes = RunningModel.tiny(Precision.INT8, ONE, EngineListener.NONE);
                RunningModel again = RunningModel.tiny(Precision.INT8, ONE, EngineListener.NONE)) {
            // then
            assertThat(bytes.model().revision())
                    .isNotEqualTo(floats.model().revision())
                    .isEqualTo(again.model().revision());
        }
    }
}
