package dev.sightline.web;

import dev.sightline.index.ImageIndex;
import dev.sightline.index.IndexRole;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The index itself: how far it is, and making it anew. */
@Path("/api/index")
@Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
public class IndexResource {
    private static final Duration PATIENCE = Duration.ofHours(2);

    private final IndexRole role;
    private final PassedOn others;
    private final WebSettings settings;

    IndexResource(IndexRole role, PassedOn others, WebSettings settings) {
        this.role = role;
        this.others = others;
        this.settings = settings;
    }

    /** How many images can be found, and how many records the topics have beyond that. */
    record Extent(int images, boolean caughtUp, long lag, long skipped) {}

    /** How far the index is. */
    @GET
    public Response extent(@Context UriInfo uri, @HeaderParam(DocumentAnswers.FORWARDED) @Nullable String forwarded)
            throws IOException {
        return role.index().isEmpty() ? elsewhere(uri, forwarded, null) : extent();
    }

    /** Makes the index anew from the topics; answers when the new one serves. The old one serves meanwhile. */
    @POST
    @Path("/rebuild")
    public CompletionStage<Response> rebuild(
            @Context UriInfo uri, @HeaderParam(DocumentAnswers.FORWARDED) @Nullable String forwarded) {
        var index = role.index();
        if (index.isEmpty()) {
            return CompletableFuture.supplyAsync(() -> elsewhere(uri, forwarded, new byte[0]));
        }
        return index.get()
                .rebuild()
                .handle((done, failure) -> failure == null
                        ? rebuilt()
                        : Problem.unavailable("the index was not made anew: " + failure.getMessage()));
    }

    private Response rebuilt() {
        try {
            return extent();
        } catch (IOException e) {
            return Problem.unavailable("the index cannot be read: " + e.getMessage());
        }
    }

    private Response extent() throws IOException {
        var index = role.index().orElseThrow();
        var progress = index.progress();
        return index.ask(ImageIndex::size)
                .map(images -> Response.ok(new Extent(images, progress.caughtUp(), progress.lag(), progress.skipped()))
                        .build())
                .orElseGet(() -> Problem.unavailable("the index is being opened"));
    }

    private Response elsewhere(UriInfo uri, @Nullable String forwarded, byte @Nullable [] body) {
        return settings.indexUrl()
                .filter(url -> forwarded == null)
                .map(url -> others.to(url, uri.getRequestUri(), PATIENCE, null, body))
                .orElseGet(() -> Problem.unavailable("no process with the role index answers: start one, and name its"
                        + " address by sightline.web.index-url"));
    }
}
