package dev.sightline.generate;

import dev.sightline.model.folder.Precision;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The engine on products of 8 bits by 8 bits made at load: the same rules, rows exactly independent. */
class Int8EngineTest extends EngineContract {
    private static RunningModel running;

    @BeforeAll
    static void start() throws IOException {
        running = RunningModel.tiny(Precision.INT8, EngineConfig.DEFAULT.withSlots(8), EngineListener.NONE);
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
