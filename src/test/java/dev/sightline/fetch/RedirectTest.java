package dev.sightline.fetch;

import static dev.sightline.failure.FailureCode.ADDRESS_FORBIDDEN;
import static dev.sightline.failure.FailureCode.FETCH_UNAVAILABLE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import javax.net.ServerSocketFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a source sends us on, and where a name leads at second sight. */
@Timeout(30)
class RedirectTest {
    private static final String HERE = "127.0.0.5"; // alone allowed: the rest of loopback stays hostile
    private static final byte[] CAT = "cat".getBytes(UTF_8);

    private final FakeNames names = new FakeNames().with("images.example", HERE).with("other.example", HERE);
    private ScriptedServer server;
    private HttpSource source;

    @BeforeEach
    void start() throws IOException {
        server = new ScriptedServer(TestTls.context().getServerSocketFactory(), HERE, 0);
        server.on("/cat", "HTTP/1.1 200 OK\nContent-Length: 3", CAT);
        source = Fetching.source(names, HERE, Duration.ofSeconds(20), server.port(), 80, 443);
    }

    @AfterEach
    void stop() throws IOException {
        source.close();
        server.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void followsARedirect(int status) {
        server.on("/a", "HTTP/1.1 " + status + " Moved\nLocation: /cat\nContent-Length: 0");

        assertThat(source.read(Fetching.image(url("/a"))).toArray()).isEqualTo(CAT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cat",
                "/cat",
                "//other.example:PORT/cat",
                "https://other.example:PORT/cat#x",
                "../../cat",
                "./x/../cat"
            })
    void readsWhereItLeads(String location) {
        redirect("/a", location.replace("PORT", "" + server.port()));

        assertThat(source.read(Fetching.image(url("/a"))).toArray()).isEqualTo(CAT);
    }

    @Test
    void carriesNoSecretOnToAnotherHost() {
        redirect("/a?token=secret", "https://other.example:" + server.port() + "/cat");

        source.read(Fetching.image(url("/a?token=secret")));

        assertThat(server.requests().get(1).toLowerCase(Locale.ROOT))
                .contains("host: other.example")
                .doesNotContain("secret", "images.example");
    }

    @Test
    void followsThreeOfThemAndNoFourth() {
        redirect("/3", "/2");
        redirect("/2", "/1");
        redirect("/1", "/cat");
        redirect("/4", "/3");

        assertThat(source.read(Fetching.image(url("/3"))).toArray()).isEqualTo(CAT);
        assertThat(Fetching.failure(source, url("/4")).code()).isEqualTo(FETCH_UNAVAILABLE);
    }

    @Test
    void leavesALoop() {
        redirect("/loop", "/loop");

        var failure = Fetching.failure(source, url("/loop"));

        assertThat(failure.code()).isEqualTo(FETCH_UNAVAILABLE);
        assertThat(failure.message()).contains("more than 3 times");
        assertThat(server.requests()).hasSize(4);
    }

    @Test
    void goesNoWhereUnencrypted() throws IOException {
        try (var plain = ScriptedServer.http()) {
            plain.on("/cat", "HTTP/1.1 200 OK\nContent-Length: 3", CAT);
            redirect("/a", "http://127.0.0.1:" + plain.port() + "/cat");
            redirect("/b", "http://images.example/cat");

            assertThat(Fetching.failure(source, url("/a")).code()).isEqualTo(ADDRESS_FORBIDDEN);
            assertThat(Fetching.failure(source, url("/b")).message())
                    .contains("it redirects to a refused address: http:");
            assertThat(plain.connections()).isZero();
        }
    }

    @ParameterizedTest(name = "{0} ({2})")
    @CsvFileSource(resources = "/fetch/hostile-addresses.csv", delimiter = '|', numLinesToSkip = 1)
    void followsNoRedirectToAHostileAddress(String address, @Nullable String resolvesTo, String why) {
        var location = address.replaceFirst("^http:", "https:");
        if (location.startsWith("//") || !location.contains(":")) {
            return; // relative to here, which is no hostile place
        }
        if (resolvesTo != null) {
            names.with(location.replaceFirst("^https://([^/]+)/.*", "$1").toLowerCase(Locale.ROOT), resolvesTo);
        }
        server.on(
                "/a",
                out -> out.write(("HTTP/1.1 302 Found\r\nLocation: " + location + "\r\nContent-Length: 0\r\n\r\n")
                        .getBytes(UTF_8)));

        assertThat(Fetching.failure(source, url("/a")).code()).as(why).isEqualTo(ADDRESS_FORBIDDEN);
    }

    @Test
    void connectsToTheAddressThatWasCheckedAndAsksForTheNameOnce() throws IOException {
        try (var checked = new ScriptedServer(ServerSocketFactory.getDefault(), HERE, 0);
                var inside = new ScriptedServer(ServerSocketFactory.getDefault(), "127.0.0.2", checked.port());
                var web = Fetching.source(names, HERE, Duration.ofSeconds(20), checked.port())) {
            names.with("rebinding.example", HERE, "127.0.0.2");
            checked.on("/cat", "HTTP/1.1 200 OK\nContent-Length: 3\nConnection: close", CAT);
            var rebinding = "http://rebinding.example:" + checked.port() + "/cat";

            assertThat(web.read(Fetching.image(rebinding)).toArray()).isEqualTo(CAT);
            assertThat(names.asked()).containsExactly("rebinding.example");

            assertThat(Fetching.failure(web, rebinding).code()).isEqualTo(ADDRESS_FORBIDDEN);
            assertThat(names.asked()).hasSize(2);
            assertThat(inside.connections()).isZero();
        }
    }

    private void redirect(String from, String location) {
        server.on(from, "HTTP/1.1 302 Found\nLocation: " + location + "\nContent-Length: 0");
    }

    private String url(String target) {
        return "https://images.example:" + server.port() + target;
    }
}
