package dev.sightline.model.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CoresTest {
    private final Cores encoder = Cores.eager(true);
    private final Cores decoder = Cores.eager(true);

    @AfterEach
    void rest() {
        encoder.busy(false);
        decoder.busy(false);
    }

    @Test
    void aNetworkThatIsAloneTakesEveryCore() {
        decoder.busy(true);
        try (Cores.Turn turn = decoder.take()) {
            assertThat(turn.all()).isTrue();
        }
    }

    @Test
    void networksThatBothHaveWorkRunBesideEachOther() {
        decoder.busy(true);
        encoder.busy(true);
        try (Cores.Turn one = decoder.take()) {
            boolean beside = CompletableFuture.supplyAsync(() -> {
                        try (Cores.Turn other = encoder.take()) {
                            return !other.all();
                        }
                    })
                    .join();
            assertThat(one.all()).isFalse();
            assertThat(beside).isTrue();
        }
    }

    @Test
    void aRunOnEveryCoreKeepsTheOthersWaiting() {
        CompletableFuture<Boolean> other;
        try (Cores.Turn alone = decoder.take()) {
            other = CompletableFuture.supplyAsync(() -> {
                try (Cores.Turn turn = Cores.takeAll()) {
                    return turn.all();
                }
            });
            assertThat(other).isNotDone();
            assertThat(alone.all()).isTrue();
        }
        assertThat(other.join()).isTrue();
    }

    @Test
    void aNetworkThatCannotShareTakesEveryCoreAllTheSame() {
        Cores large = Cores.eager(false);
        encoder.busy(true);
        try (Cores.Turn turn = large.take()) {
            assertThat(turn.all()).isTrue();
        }
    }
}
