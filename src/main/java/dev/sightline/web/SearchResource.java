package dev.sightline.web;

import dev.sightline.failure.CaptionException;
import dev.sightline.index.IndexRole;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Images found by words, by meaning and by what they are like; answered where the role {@code index} is played. */
@Path("/api/search")
@Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
public class SearchResource {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final IndexRole role;
    private final IndexAnswers answers;
    private final PassedOn others;
    private final WebSettings settings;

    SearchResource(IndexRole role, IndexAnswers answers, PassedOn others, WebSettings settings) {
        this.role = role;
        this.answers = answers;
        this.others = others;
        this.settings = settings;
    }

    /** Images by the words {@code q}, and like the image {@code like}. */
    @GET
    public Response search(@Context UriInfo uri, @HeaderParam(DocumentAnswers.FORWARDED) @Nullable String forwarded)
            throws IOException {
        return answer(uri, forwarded, null, null);
    }

    /** Images like the one in the body; the query string as for GET. */
    @POST
    @Consumes({"image/*", MediaType.APPLICATION_OCTET_STREAM})
    public Response searchLike(
            @Context UriInfo uri,
            @HeaderParam(DocumentAnswers.FORWARDED) @Nullable String forwarded,
            @HeaderParam(HttpHeaders.CONTENT_TYPE) String mediaType,
            byte[] picture)
            throws IOException {
        return answer(uri, forwarded, mediaType, picture);
    }

    /** Words that continue the ones typed in {@code q}. */
    @GET
    @Path("/suggestions")
    public Response suggestions(
            @Context UriInfo uri, @HeaderParam(DocumentAnswers.FORWARDED) @Nullable String forwarded)
            throws IOException {
        var index = role.index();
        if (index.isEmpty()) {
            return elsewhere(uri, forwarded, null, null);
        }
        try {
            var asked = SearchParameters.of(uri.getQueryParameters());
            return index.get()
                    .ask(it -> it.suggest(asked.words(), asked.limit()))
                    .map(words -> Response.ok(Map.of("suggestions", words)).build())
                    .orElseGet(SearchResource::notOpen);
        } catch (CaptionException e) {
            return Problem.of(e.failure());
        }
    }

    private Response answer(
            UriInfo uri, @Nullable String forwarded, @Nullable String mediaType, byte @Nullable [] picture)
            throws IOException {
        var index = role.index();
        if (index.isEmpty()) {
            return elsewhere(uri, forwarded, mediaType, picture);
        }
        try {
            var asked = SearchParameters.of(uri.getQueryParameters());
            return index.get()
                    .ask(it -> answers.search(it, asked, picture))
                    .map(found -> Response.ok(found).build())
                    .orElseGet(SearchResource::notOpen);
        } catch (CaptionException e) {
            return Problem.of(e.failure());
        }
    }

    private Response elsewhere(
            UriInfo uri, @Nullable String forwarded, @Nullable String mediaType, byte @Nullable [] body) {
        return settings.indexUrl()
                .filter(url -> forwarded == null)
                .map(url -> others.to(url, uri.getRequestUri(), PATIENCE, mediaType, body))
                .orElseGet(() -> Problem.unavailable("no process with the role index answers: start one, and name its"
                        + " address by sightline.web.index-url"));
    }

    private static Response notOpen() {
        return Problem.unavailable("the index is being opened");
    }
}
