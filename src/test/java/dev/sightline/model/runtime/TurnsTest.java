package dev.sightline.model.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TurnsTest {
    private final Turns turns = new Turns(2);
    private final List<String> order = new CopyOnWriteArrayList<>();

    @Test
    void whoAsksFirstGoesFirstAndThePatientGoLast() throws InterruptedException {
        // given
        turns.take(() -> 2, false);
        Thread patient = asking("patient", 1, true);
        Thread all = asking("all", 2, false);
        Thread one = asking("one", 1, false);

        // when
        turns.give(2);
        patient.join();
        all.join();
        one.join();

        // then
        assertThat(order.get(0)).isEqualTo("all");
        assertThat(order.subList(1, 3)).containsExactlyInAnyOrder("one", "patient");
    }

    @Test
    void twoSharesRunBesideEachOtherAndAThirdWaits() throws InterruptedException {
        // given
        turns.take(() -> 1, false);
        turns.take(() -> 1, true);

        // when
        Thread third = asking("third", 1, false);

        // then
        assertThat(order).isEmpty();
        turns.give(1);
        third.join();
        assertThat(order).containsExactly("third");
    }

    @Test
    void anInterruptedCallerGetsItsTurnAllTheSame() throws InterruptedException {
        // given
        turns.take(() -> 2, false);
        Thread waiting = asking("interrupted", 1, false);

        // when
        waiting.interrupt();
        turns.give(2);
        waiting.join();

        // then
        assertThat(order).containsExactly("interrupted");
    }

    @Test
    void patienceEndsWhenSoManyHaveGoneFirst() throws InterruptedException {
        // given
        turns.take(() -> 2, false);
        Thread patient = asking("patient", 2, true);
        List<Thread> others = new ArrayList<>();
        for (int i = 0; i < Turns.MOST_PASSES + 3; i++) {
            others.add(asking("other", 2, false));
        }

        // when
        turns.give(2);
        patient.join();
        for (Thread other : others) {
            other.join();
        }

        // then
        assertThat(order.indexOf("patient")).isEqualTo(Turns.MOST_PASSES);
    }

    @Test
    void howManySharesAreWantedIsAskedWhenTheTurnHasCome() {
        // given
        turns.take(() -> 1, false);
        AtomicInteger wanted = new AtomicInteger(2);
        CompletableFuture<Integer> taken = CompletableFuture.supplyAsync(() -> turns.take(wanted::get, false));

        // when
        wanted.set(1);
        turns.give(0);

        // then
        assertThat(taken.join()).isEqualTo(1);
    }

    private Thread asking(String name, int shares, boolean patiently) {
        Thread thread = new Thread(() -> {
            turns.take(() -> shares, patiently);
            order.add(name);
            turns.give(shares);
        });
        thread.start();
        await().until(() -> thread.getState() == Thread.State.WAITING);
        return thread;
    }
}
