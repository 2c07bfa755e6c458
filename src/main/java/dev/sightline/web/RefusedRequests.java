package dev.sightline.web;

import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** What HTTP itself refuses, such as an unknown path or a method that a path does not have, as a {@link Problem}. */
public class RefusedRequests {
    /** Nothing is there. */
    @ServerExceptionMapper
    public Response nothing(NotFoundException refused, UriInfo uri) {
        return Problem.of(
                refused.getResponse(), "nothing is at " + uri.getRequestUri().getRawPath());
    }

    /** Any other refusal, with the headers that say what would be taken. */
    @ServerExceptionMapper
    public Response refused(WebApplicationException refused) {
        return Problem.of(refused.getResponse(), String.valueOf(refused.getMessage()));
    }
}
