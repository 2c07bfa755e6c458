package dev.sightline.fetch;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sightline.event.ImageReference;
import dev.sightline.failure.CaptionException;
import dev.sightline.failure.CaptionFailure;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Fetches in tests: by address alone, and for the failure. */
record Fetching(ImageFetcher fetcher) {
    /** Most bytes of an image from {@link #source}. */
    static final int LIMIT = 100_000;

    static ImageReference image(String uri) {
        return new ImageReference(uri, null, null, null);
    }

    byte[] bytes(String uri) {
        return fetcher.fetch(image(uri)).toArray();
    }

    CaptionFailure failure(String uri) {
        return failure(image(uri));
    }

    CaptionFailure failure(ImageReference image) {
        return catchThrowableOfType(CaptionException.class, () -> fetcher.fetch(image))
                .failure();
    }

    static CaptionFailure failure(HttpSource source, String url) {
        return catchThrowableOfType(CaptionException.class, () -> source.read(Fetching.image(url)))
                .failure();
    }

    static HttpSource source(Duration timeout, Integer... ports) throws IOException {
        return source(new FakeNames().with("images.example", "127.0.0.1"), "127.0.0.1", timeout, ports);
    }

    static HttpSource source(NameService names, String allowed, Duration timeout, Integer... ports) throws IOException {
        var web = new GuardSettings(Set.copyOf(Arrays.asList(ports)), List.of(Network.parse(allowed)));
        var settings =
                FetchSettings.defaults().withLimits(LIMIT, LIMIT, timeout).withHttp(new HttpSettings(web, 3));
        var guard = new AddressGuard(web, names);
        return new HttpSource(settings, guard, GuardedHttp.client(guard, timeout, TestTls.context()));
    }
}
