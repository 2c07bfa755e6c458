package dev.sightline.generate;

import dev.sightline.model.folder.Precision;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The engine on an attention that was rewritten so that keys and values stay in place. */
class RewrittenEngineTest extends EngineContract {
    private static RunningModel running;

    @BeforeAll
    static void start() throws IOException {
        running = RunningModel.tiny(Precision.FP32, EngineConfig.DEFAULT.withSlots(8), EngineListener.NONE);
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
