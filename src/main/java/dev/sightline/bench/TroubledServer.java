package dev.sightline.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A web server of images in trouble: the first part of an address says which, as {@link AccountKind} names it. */
final class TroubledServer implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Set<String> failedOnce = ConcurrentHashMap.newKeySet();
    private final Path photo;

    TroubledServer(Path photo) throws IOException {
        this.photo = photo;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    String uri(AccountKind kind, int n) {
        return "http://127.0.0.1:" + port() + "/" + kind + "/" + n + ".jpg";
    }

    private void answer(HttpExchange exchange) throws IOException {
        var path = exchange.getRequestURI().getPath();
        var kind = AccountKind.valueOf(path.split("/", -1)[1]);
        switch (kind) {
            case RECOVERING_SOURCE -> {
                if (failedOnce.add(path)) {
                    send(exchange, 503, new byte[0]);
                } else {
                    send(exchange, 200, Files.readAllBytes(photo));
                }
            }
            case SILENT_SOURCE -> {
                awaitClose();
                exchange.close();
            }
            case GONE_AT_SOURCE -> send(exchange, 410, new byte[0]);
            case CLOSED_SOURCE -> send(exchange, 403, new byte[0]);
            default -> send(exchange, 500, new byte[0]);
        }
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "image/jpeg");
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private void awaitClose() {
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
