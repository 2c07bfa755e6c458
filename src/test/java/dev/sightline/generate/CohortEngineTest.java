package dev.sightline.generate;

import dev.sightline.model.folder.Precision;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The engine on keys and values that grow by copying. */
class CohortEngineTest extends EngineContract {
    private static RunningModel running;

    @BeforeAll
    static void start() throws IOException {
        running = RunningModel.tinyCohorts(Precision.FP32, EngineConfig.DEFAULT.withSlots(8), EngineListener.NONE);
    }

    @Override
    RunningModel running() {
        return running;
    }

    @AfterAll
    static void stop() {
        running.close();
    }
}
