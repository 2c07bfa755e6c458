package dev.sightline.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class PortsTest {
    @Test
    void takesThePreferredPortWhereItIsFree() {
        var preferred = Ports.any();

        assertThat(Ports.free(preferred)).isEqualTo(preferred);
    }

    @Test
    void takesAnotherWhereSomebodyListens() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(Ports.free(taken.getLocalPort())).isPositive().isNotEqualTo(taken.getLocalPort());
        }
    }

    @Test
    void zeroIsAnyFreePortByItsNumber() {
        assertThat(Ports.free(0)).isPositive();
    }
}
