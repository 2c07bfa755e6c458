package dev.sightline.web;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Passes a request on to the process that can answer it, once, and hands its answer back as it is. */
@ApplicationScoped
public class PassedOn {
    private static final Logger LOG = Logger.getLogger(PassedOn.class);

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build();

    /**
     * The other process's answer; a problem where it gives none in time.
     *
     * @param base      where it listens
     * @param asked     the request's path and query
     * @param mediaType of the body
     * @param body      null for a GET
     */
    Response to(URI base, URI asked, Duration patience, @Nullable String mediaType, byte @Nullable [] body) {
        var query = asked.getRawQuery() == null ? "" : "?" + asked.getRawQuery();
        var request = HttpRequest.newBuilder(base.resolve(asked.getRawPath() + query))
                .timeout(patience)
                .header(DocumentAnswers.FORWARDED, "1");
        if (body != null) {
            request.POST(BodyPublishers.ofByteArray(body));
        }
        if (mediaType != null) {
            request.header(HttpHeaders.CONTENT_TYPE, mediaType);
        }
        try {
            var answer = client.send(request.build(), BodyHandlers.ofByteArray());
            return Response.status(answer.statusCode())
                    .type(answer.headers().firstValue(HttpHeaders.CONTENT_TYPE).orElse("application/json"))
                    .entity(answer.body())
                    .build();
        } catch (IOException e) {
            LOG.debugf("no answer host=%s cause=%s", base, e);
            return Problem.unavailable("the process at " + base + " does not answer");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Problem.unavailable("interrupted");
        }
    }
}
