package dev.sightline.ops;

import dev.sightline.broker.Endpoints;
import io.quarkus.vertx.http.HttpServerStart;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.ObservesAsync;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Tells other commands, below the data folder, where the HTTP interfaces listen. */
@ApplicationScoped
public class EndpointsAnnouncement {
    void listening(
            @ObservesAsync HttpServerStart started,
            @ConfigProperty(name = "sightline.data") Optional<Path> data,
            @ConfigProperty(name = "quarkus.management.host") String managementHost,
            @ConfigProperty(name = "quarkus.management.port", defaultValue = "9000") int managementPort) {
        data.ifPresent(folder -> Endpoints.read(folder).ifPresent(endpoints -> endpoints
                .withHttp(
                        url(started.options().getHost(), started.options().getPort()),
                        url(managementHost, managementPort))
                .write(folder)));
    }

    private static String url(String host, int port) {
        return "http://" + (host.equals("0.0.0.0") ? "127.0.0.1" : host) + ":" + port;
    }
}
