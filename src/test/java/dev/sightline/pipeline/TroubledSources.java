package dev.sightline.pipeline;

import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A web server whose images are {@code /403}, {@code /404}, {@code /500}: that status; {@code /slow}: never. */
public class TroubledSources implements QuarkusTestResourceLifecycleManager {
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer server;

    @Override
    public Map<String, String> start() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", exchange -> {
            var path = exchange.getRequestURI().getPath().substring(1);
            if (path.equals("slow")) {
                awaitStop();
            }
            exchange.sendResponseHeaders(path.equals("slow") ? 500 : Integer.parseInt(path), -1);
            exchange.close();
        });
        server.setExecutor(threads);
        server.start();
        var port = Integer.toString(server.getAddress().getPort());
        return Map.of(
                "test.sources",
                "http://127.0.0.1:" + port,
                "sightline.fetch.http.ports",
                "80," + port,
                "sightline.fetch.http.networks",
                "127.0.0.0/8",
                "sightline.fetch.timeout",
                "PT1S");
    }

    @Override
    public void stop() {
        stopped.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private void awaitStop() {
        try {
            stopped.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
