package dev.sightline.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sightline.failure.CaptionFailure;
import dev.sightline.failure.FailureCode;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/**
 * An error as RFC 9457 has it.
 *
 * @param type   always {@code about:blank}: the status and the code say what kind it is
 * @param title  the status in words
 * @param status the HTTP status
 * @param code   of the table of failures, where one fits
 * @param detail for people: what happened and what to do
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Problem(String type, String title, int status, @Nullable String code, String detail) {
    static final String MEDIA_TYPE = "application/problem+json";

    private static final int RETRY_AFTER_SECONDS = 2;

    /** The failure as an answer. */
    static Response of(CaptionFailure failure) {
        return response(status(failure.code()), failure.code().code(), failure.message())
                .build();
    }

    /** Nobody can say now; asking again soon helps. */
    static Response unavailable(String detail) {
        return response(Response.Status.SERVICE_UNAVAILABLE, null, detail)
                .header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS)
                .build();
    }

    /** The answer with its reason; one that has a body already stays as it is. */
    static Response of(Response refusal, String detail) {
        if (refusal.hasEntity()) {
            return refusal;
        }
        var status = refusal.getStatusInfo();
        var problem = new Problem("about:blank", status.getReasonPhrase(), status.getStatusCode(), null, detail);
        return Response.fromResponse(refusal).type(MEDIA_TYPE).entity(problem).build();
    }

    private static Response.ResponseBuilder response(Response.Status status, @Nullable String code, String detail) {
        var problem = new Problem("about:blank", status.getReasonPhrase(), status.getStatusCode(), code, detail);
        return Response.status(status).type(MEDIA_TYPE).entity(problem);
    }

    private static Response.Status status(FailureCode code) {
        return switch (code) {
            case IMAGE_NOT_FOUND -> Response.Status.NOT_FOUND;
            case IMAGE_FORBIDDEN, ADDRESS_FORBIDDEN -> Response.Status.FORBIDDEN;
            case IMAGE_TOO_LARGE -> Response.Status.REQUEST_ENTITY_TOO_LARGE;
            case IMAGE_UNSUPPORTED_TYPE -> Response.Status.UNSUPPORTED_MEDIA_TYPE;
            default -> code.retryable() ? Response.Status.SERVICE_UNAVAILABLE : Response.Status.BAD_REQUEST;
        };
    }
}
