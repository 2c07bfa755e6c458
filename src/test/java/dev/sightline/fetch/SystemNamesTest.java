package dev.sightline.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class SystemNamesTest {
    @Test
    void findsWhatTheSystemKnows() throws UnknownHostException {
        assertThat(new SystemNames().lookup("localhost")).allMatch(InetAddress::isLoopbackAddress);
    }

    @Test
    void waitsNoLongerThanItsLimit() {
        var forever = new CountDownLatch(1);
        var names = new SystemNames(host -> await(forever), Duration.ofMillis(100));

        assertThatThrownBy(() -> names.lookup("slow.example"))
                .isInstanceOf(UnknownHostException.class)
                .hasMessage("slow.example: no answer within 100 ms");
    }

    @Test
    void letsManySlowNamesTakeNoMoreThanItsThreads() {
        var forever = new CountDownLatch(1);
        var names = new SystemNames(host -> await(forever), Duration.ofMillis(1));

        for (int i = 0; i < 200; i++) {
            assertThatThrownBy(() -> names.lookup("slow.example")).isInstanceOf(UnknownHostException.class);
        }
        forever.countDown();
    }

    @Test
    void passesOnThatANameIsUnknown() {
        var names = new SystemNames(
                host -> {
                    throw new UnknownHostException(host);
                },
                Duration.ofSeconds(5));

        assertThatThrownBy(() -> names.lookup("nowhere.example"))
                .isInstanceOf(UnknownHostException.class)
                .hasMessageContaining("nowhere.example");
    }

    private static List<InetAddress> await(CountDownLatch latch) {
        try {
            latch.await();
            return List.of();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }
}
