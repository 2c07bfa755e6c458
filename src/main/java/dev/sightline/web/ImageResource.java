package dev.sightline.web;

import dev.sightline.document.DocumentLookup;
import dev.sightline.event.ImageId;
import dev.sightline.event.Sha256;
import dev.sightline.failure.FailureCode;
import dev.sightline.storage.ImageBytes;
import dev.sightline.storage.ImageStore;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One image: its document, its thumbnail, its end. */
@Path("/api/images/{id}")
public class ImageResource {
    private final DocumentAnswers documents;
    private final ImageDeletions deletions;
    private final ImageStore store;

    ImageResource(DocumentAnswers documents, ImageDeletions deletions, ImageStore store) {
        this.documents = documents;
        this.deletions = deletions;
        this.store = store;
    }

    /** The image's document. */
    @GET
    @Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
    public Response document(
            @PathParam("id") String id, @HeaderParam(DocumentAnswers.FORWARDED) @Nullable String forwarded) {
        if (!isId(id)) {
            return malformed();
        }
        var lookup = documents.find(id, forwarded != null);
        if (lookup instanceof DocumentLookup.Found found) {
            return Response.ok(found.document()).build();
        }
        return lookup instanceof DocumentLookup.Unavailable unavailable
                ? Problem.unavailable(unavailable.why())
                : notFound(id);
    }

    /** Has everything kept of the image removed, also where nothing is known of it yet. */
    @DELETE
    @Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
    public Response delete(@PathParam("id") String id) {
        if (!isId(id)) {
            return malformed();
        }
        return deletions.delete(id)
                ? Response.accepted(Map.of("imageId", id)).build()
                : Problem.unavailable("the Kafka cluster does not take the deletion: try again");
    }

    /** The image's thumbnail, a JPEG. */
    @GET
    @Path("thumbnail")
    @Produces({"image/jpeg", Problem.MEDIA_TYPE})
    public Response thumbnail(@PathParam("id") String id) throws IOException {
        if (!isId(id)) {
            return malformed();
        }
        var content = content(id);
        Optional<ImageBytes> jpeg = content.isEmpty() ? Optional.empty() : store.thumbnail(content.get());
        return jpeg.map(bytes -> Response.ok(bytes.toArray(), "image/jpeg")
                        .tag(content.get().hex())
                        .build())
                .orElseGet(() -> notFound(id));
    }

    // the store knows what an image claimed; a document knows of images whose bytes are elsewhere
    private Optional<Sha256> content(String id) throws IOException {
        var claimed = store.contentOf(id);
        if (claimed.isPresent()) {
            return claimed;
        }
        return documents.find(id, false) instanceof DocumentLookup.Found found
                ? Optional.ofNullable(found.document().imageSha256()).map(Sha256::new)
                : Optional.empty();
    }

    private static boolean isId(String id) {
        return ImageId.isValid(id);
    }

    private static Response malformed() {
        return Problem.of(FailureCode.EVENT_MALFORMED.because("an image id is 1 to 128 of A-Z a-z 0-9 . _ ~ -"));
    }

    private static Response notFound(String id) {
        return Problem.of(FailureCode.IMAGE_NOT_FOUND.because("nothing is known of the image " + id));
    }
}
