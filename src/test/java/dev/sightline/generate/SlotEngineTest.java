package dev.sightline.generate;

import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The engine on keys and values in place. */
class SlotEngineTest extends EngineContract {
    private static RunningModel running;

    @BeforeAll
    static void start() throws IOException {
        running = RunningModel.bundled(EngineConfig.DEFAULT.withSlots(8), EngineListener.NONE);
    }

    @Override
    RunningModel running() {
        return running;
    }

    @Override
    double tolerance() {
        return 0;
    }

    @AfterAll
    static void stop() {
        running.close();
    }
}
