package dev.sightline.web;

import dev.sightline.document.DocumentLookup;
import dev.sightline.document.Documents;
import dev.sightline.event.DocumentUpdated;
import dev.sightline.event.Json;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Documents from wherever they are: this process, the instance that holds the image's partition, one that keeps a copy of
 * it, or the processes that play the role. A question is passed on once at most.
 */
@ApplicationScoped
public class DocumentAnswers {
    /** Marks a question that was passed on. */
    static final String FORWARDED = "Sightline-Forwarded";

    private static final Logger LOG = Logger.getLogger(DocumentAnswers.class);
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build();
    private final Documents documents;
    private final WebSettings settings;

    DocumentAnswers(Documents documents, WebSettings settings) {
        this.documents = documents;
        this.settings = settings;
    }

    /** The image's document; never {@link DocumentLookup.Elsewhere}. */
    DocumentLookup find(String imageId, boolean forwarded) {
        if (documents.running().isEmpty()) {
            return settings.documentUrl()
                    .flatMap(url -> ask(url, imageId, forwarded))
                    .orElseGet(() -> new DocumentLookup.Unavailable("no process with the role document answers"));
        }
        if (forwarded) {
            return documents.findHere(imageId);
        }
        var lookup = documents.find(imageId);
        return lookup instanceof DocumentLookup.Elsewhere elsewhere ? follow(elsewhere, imageId) : lookup;
    }

    // the holder, else a copy here or on another instance: it may lag, but it answers while the holder is away
    private DocumentLookup follow(DocumentLookup.Elsewhere elsewhere, String imageId) {
        for (var host : elsewhere.hosts()) {
            var url = URI.create("http://" + host.host() + ":" + host.port());
            var answer = documents.isSelf(host) ? Optional.of(documents.findHere(imageId)) : ask(url, imageId, true);
            if (answer.isPresent() && !(answer.get() instanceof DocumentLookup.Unavailable)) {
                return answer.get();
            }
        }
        return new DocumentLookup.Unavailable("the instance that holds this image does not answer");
    }

    private Optional<DocumentLookup> ask(URI base, String imageId, boolean forwarded) {
        var request =
                HttpRequest.newBuilder(base.resolve("/api/images/" + imageId)).timeout(PATIENCE);
        if (forwarded) {
            request.header(FORWARDED, "1");
        }
        try {
            var response = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            return switch (response.statusCode()) {
                case 200 ->
                    Optional.of(
                            new DocumentLookup.Found(Json.mapper().readValue(response.body(), DocumentUpdated.class)));
                case 404 -> Optional.of(new DocumentLookup.None());
                default -> Optional.empty();
            };
        } catch (IOException e) {
            LOG.debugf("no answer about a document host=%s cause=%s", base, e);
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
