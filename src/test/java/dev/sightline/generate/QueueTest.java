package dev.sightline.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sightline.encode.ImageFeatures;
import dev.sightline.model.folder.Precision;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class QueueTest {
    @Test
    void answersThatTheQueueIsFullAndSaysHowBusyItIs() throws IOException {
        // given
        EngineConfig narrow = new EngineConfig(1, 0, 64L << 20, 2, 256, 64);
        try (RunningModel running = RunningModel.tiny(Precision.FP32, narrow, EngineListener.NONE)) {
            ImageFeatures photo = running.features(RunningModel.photo("chelsea.jpg"));
            GenerationRequest endless = GenerationRequest.of(
                    photo, "Describe this photo.", GenerationConfig.greedy(1500).withEosTokenIds(Set.of()));
            List<CompletableFuture<Generation>> taken =
                    new ArrayList<>(List.of(running.engine().submit(endless)));
            await().until(() -> running.engine().load().waiting() == 0);

            // when
            assertThatThrownBy(() -> {
                        while (true) {
                            taken.add(running.engine().submit(endless));
                        }
                    })
                    .isInstanceOf(EngineBusyException.class);

            // then
            assertThat(running.engine().load().waiting()).isEqualTo(2);
            assertThat(taken).hasSize(3);
            taken.forEach(text -> text.cancel(false));
        }
    }
}
