package dev.sightline.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.sightline.broker.Endpoints;
import dev.sightline.event.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where the pipeline is asked over HTTP: the address given, else that of the one that runs on the data folder. */
final class IndexAddress {
    @Mixin
    private DataOption data;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "Address of the pipeline's HTTP interface; that of the one on --data by default.")
    private @Nullable URI url;

    /**
     * The JSON that the pipeline answers.
     *
     * @param request without its address
     * @throws CannotStartException where nothing answers, or the answer is a problem, in its words
     */
    JsonNode ask(String path, HttpRequest.Builder request, Duration patience) {
        var base = base();
        try {
            var answer = HttpClient.newBuilder()
                    .connectTimeout(Duration.ofSeconds(5))
                    .build()
                    .send(request.uri(base.resolve(path)).timeout(patience).build(), BodyHandlers.ofString());
            var json = Json.mapper().readTree(answer.body());
            if (answer.statusCode() / 100 != 2) {
                throw new CannotStartException(
                        json.path("detail").asText("HTTP " + answer.statusCode() + " from " + base));
            }
            return json;
        } catch (JsonProcessingException e) {
            throw new CannotStartException(base + " does not answer as Sightline does", e);
        } catch (IOException e) {
            throw new CannotStartException("nothing answers at " + base + ": is the pipeline running there?", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CannotStartException("interrupted while waiting for " + base, e);
        }
    }

    private URI base() {
        if (url != null) {
            return url;
        }
        return Endpoints.read(data.folder())
                .filter(Endpoints::alive)
                .map(Endpoints::http)
                .map(URI::create)
                .orElseThrow(() -> new CannotStartException("no pipeline runs on " + data.folder()
                        + ": start one by \"sightline up\", name its folder by --data, or its address by --url"));
    }
}
