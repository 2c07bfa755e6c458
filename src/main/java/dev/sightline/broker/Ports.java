package dev.sightline.broker;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Finds ports of 127.0.0.1 that nobody listens on. */
public final class Ports {
    private static final int LAST = 65_535;
    // below those that systems give to connections: one of them would take such a port before its owner listens
    private static final int FIRST_GIVEN = 20_000;
    private static final int FIRST_OF_CONNECTIONS = 32_768;
    private static final int ATTEMPTS = 100;
    private static final byte[] LOOPBACK = {127, 0, 0, 1};

    private Ports() {}

    /** The preferred port where it is free, else any free one; 0 prefers none. */
    public static int free(int preferred) {
        if (preferred < 0 || preferred > LAST) {
            throw new ClusterUnavailableException("port " + preferred + " is none: ports are 0 to " + LAST);
        }
        return preferred != 0 && isFree(preferred) ? preferred : any();
    }

    /** Any free port, which stays free unless another process asks for it by its number. */
    public static int any() {
        return ThreadLocalRandom.current()
                .ints(ATTEMPTS, FIRST_GIVEN, FIRST_OF_CONNECTIONS)
                .filter(Ports::isFree)
                .findFirst()
                .orElseThrow(() -> new ClusterUnavailableException("no free port on 127.0.0.1"));
    }

    private static boolean isFree(int port) {
        try (var socket = bind(port)) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    private static ServerSocket bind(int port) throws IOException {
        var socket = new ServerSocket();
        socket.setReuseAddress(true); // a port in TIME_WAIT after a restart is free
        socket.bind(new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), port));
        return socket;
    }
}
