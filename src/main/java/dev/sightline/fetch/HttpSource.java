package dev.sightline.fetch;

import static dev.sightline.failure.FailureCode.ADDRESS_FORBIDDEN;
import static dev.sightline.failure.FailureCode.FETCH_TIMEOUT;
import static dev.sightline.failure.FailureCode.FETCH_UNAVAILABLE;

import dev.sightline.event.ImageReference;
import dev.sightline.failure.CaptionException;
import dev.sightline.failure.FailureCode;
import dev.sightline.storage.ImageBytes;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.io.CloseMode;

/** {@code http(s):} images: every address on the way guarded, every byte and second counted. */
final class HttpSource implements ImageSource {
    private final AddressGuard guard;
    private final CloseableHttpClient client;
    private final HttpAnswer.Reader answers;
    private final Deadline.Clock clock = new Deadline.Clock();
    private final int maxRedirects;
    private final Duration timeout;

    HttpSource(FetchSettings settings) {
        this(settings, new AddressGuard(settings.http().guard()));
    }

    private HttpSource(FetchSettings settings, AddressGuard guard) {
        this(settings, guard, GuardedHttp.client(guard, settings.timeout()));
    }

    HttpSource(FetchSettings settings, AddressGuard guard, CloseableHttpClient client) {
        this.guard = guard;
        this.client = client;
        this.answers = new HttpAnswer.Reader(LimitedRead.ofImages(settings.maxBytes()));
        this.maxRedirects = settings.http().maxRedirects();
        this.timeout = settings.timeout();
    }

    @Override
    public ImageBytes read(ImageReference image) {
        var deadline = Deadline.in(timeout);
        try {
            return follow(guard.check(image.uri()), image, deadline);
        } catch (ForbiddenAddressException e) {
            throw failure(ADDRESS_FORBIDDEN, image, e.getMessage(), e);
        } catch (IOException e) {
            throw broken(e, image, deadline);
        }
    }

    @Override
    public void close() {
        client.close(CloseMode.IMMEDIATE);
        clock.close();
    }

    private ImageBytes follow(WebAddress first, ImageReference image, Deadline deadline) throws IOException {
        var address = first;
        var answer = ask(address, image, deadline);
        for (int followed = 0; answer instanceof HttpAnswer.Redirect redirect; followed++) {
            if (followed == maxRedirects) {
                var what = "the source redirects more than " + maxRedirects + " times; use the last address";
                throw FETCH_UNAVAILABLE.because(image.label() + ": " + what).toException();
            }
            try {
                address = next(address, redirect.location());
                answer = ask(address, image, deadline);
            } catch (ForbiddenAddressException e) {
                throw new ForbiddenAddressException("it redirects to a refused address: " + e.getMessage());
            }
        }
        return ((HttpAnswer.Image) answer).bytes();
    }

    private WebAddress next(WebAddress from, String location) {
        var next = from.resolve(location);
        if (!next.secure()) {
            throw new ForbiddenAddressException(
                    "http: after a redirect, where anybody on the way can change the image");
        }
        return guard.check(next.toString());
    }

    private HttpAnswer ask(WebAddress address, ImageReference image, Deadline deadline) throws IOException {
        var request = new HttpGet(URI.create(address.toString()));
        request.setHeader("Accept", "image/*");
        request.setHeader("Accept-Encoding", "identity");
        var host = new HttpHost(address.secure() ? "https" : "http", address.host(), address.port());
        var cut = deadline.cut(clock, request::abort);
        try (var response = client.executeOpen(host, request, null)) {
            return whole(response, request, image);
        } catch (HttpException e) {
            throw new IOException(e);
        } finally {
            cut.cancel(false);
        }
    }

    /** What is not read to its end is cut off: closing it would read on, without end where a source sends so. */
    private HttpAnswer whole(ClassicHttpResponse response, HttpGet request, ImageReference image)
            throws IOException, HttpException {
        var atEnd = false;
        try {
            var answer = answers.read(response, image);
            // a compressed body may end before what carries it does
            atEnd = answer instanceof HttpAnswer.Image && !response.containsHeader("Content-Encoding");
            return answer;
        } finally {
            if (!atEnd) {
                request.abort();
            }
        }
    }

    private CaptionException broken(IOException e, ImageReference image, Deadline deadline) {
        if (deadline.passed() || e instanceof SocketTimeoutException) {
            var limit = timeout.toMillis() + " ms";
            return failure(
                    FETCH_TIMEOUT,
                    image,
                    "the source took longer than " + limit + "; try again, or raise sightline.fetch.timeout",
                    e);
        }
        if (e instanceof UnknownHostException) {
            return failure(FETCH_UNAVAILABLE, image, "its host's name has no address; check it, or wait for DNS", e);
        }
        var what = e instanceof InterruptedIOException ? "the fetch was interrupted" : "the source failed";
        return failure(FETCH_UNAVAILABLE, image, what + " (" + e.getClass().getSimpleName() + "); try again", e);
    }

    private static CaptionException failure(FailureCode code, ImageReference image, String what, Throwable cause) {
        return new CaptionException(code.because(image.label() + ": " + what), cause);
    }
}
