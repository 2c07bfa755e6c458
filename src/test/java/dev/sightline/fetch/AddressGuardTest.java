package dev.sightline.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

class AddressGuardTest {
    private final FakeNames names = new FakeNames();
    private final AddressGuard guard = new AddressGuard(GuardSettings.defaults(), names);

    @ParameterizedTest(name = "{0} ({2})")
    @CsvFileSource(resources = "/fetch/hostile-addresses.csv", delimiter = '|', numLinesToSkip = 1)
    void refusesHostileAddresses(String address, @Nullable String resolvesTo, String why) {
        assertThatThrownBy(() -> {
                    if (resolvesTo != null) {
                        names.with(guard.check(address).host(), resolvesTo);
                    }
                    guard.resolve(guard.check(address).host());
                })
                .as(why)
                .isInstanceOf(ForbiddenAddressException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    http://example.com/a.jpg              | 93.184.215.14        | http://example.com/a.jpg
                    HTTPS://Example.COM:443/a.jpg?w=1#top | 93.184.215.14        | https://example.com/a.jpg?w=1
                    https://example.com                   | 2606:4700:4700::1111 | https://example.com/
                    https://example.com?x                 | 2606:4700:4700::1111 | https://example.com/?x
                    http://example.com:443/               | 93.184.215.14        | http://example.com:443/
                    https://xn--exmple-cua.com/a          | 93.184.215.14        | https://xn--exmple-cua.com/a
                    https://my_bucket.example.com/a       | 93.184.215.14        | https://my_bucket.example.com/a
                    https://1.example.com/a               | 93.184.215.14        | https://1.example.com/a
                    https://example.com/ü/☂?q=é           | 93.184.215.14        | https://example.com/%C3%BC/%E2%98%82?q=%C3%A9
                    https://example.com/a/../b%2F..%5C    | 93.184.215.14        | https://example.com/a/../b%2F..%5C
                    http://8.8.8.8/a.jpg                  | 8.8.8.8              | http://8.8.8.8/a.jpg
                    http://172.32.0.1/a.jpg               | 172.32.0.1           | http://172.32.0.1/a.jpg
                    http://100.128.0.1/a.jpg              | 100.128.0.1          | http://100.128.0.1/a.jpg
                    http://[2606:4700:4700::1111]/a.jpg   | 2606:4700:4700::1111 | http://[2606:4700:4700::1111]/a.jpg
                    """)
    void letsTheWebThrough(String address, String resolvesTo, String read) throws UnknownHostException {
        var host = guard.check(address).host();
        names.with(host, resolvesTo);

        assertThat(guard.check(address)).hasToString(read);
        assertThat(guard.resolve(host)).containsExactly(InetAddress.getByName(resolvesTo));
    }

    @Test
    void allowsWhatItsOwnerListsAndNoMore() throws UnknownHostException {
        var open = new AddressGuard(
                new GuardSettings(
                        Set.of(80, 8443), List.of(Network.parse("10.1.0.0/16"), Network.parse("fd00:1::/32"))),
                names.with("in", "10.1.2.3", "10.2.0.1").with("in6", "fd00:1::5", "fd00:2::5"));

        assertThat(open.check("https://in:8443/").port()).isEqualTo(8443);
        assertThat(open.resolve("in")).containsExactly(InetAddress.getByName("10.1.2.3"));
        assertThat(open.resolve("in6")).containsExactly(InetAddress.getByName("fd00:1::5"));
        assertThatThrownBy(() -> open.resolve("in")).isInstanceOf(ForbiddenAddressException.class);
        assertThatThrownBy(() -> open.resolve("in6")).isInstanceOf(ForbiddenAddressException.class);
        assertThatThrownBy(() -> open.check("https://in/")).hasMessageContaining("[80, 8443]");
    }

    @Test
    void leavesAccentsComposedOrNotAsTheyAre() {
        assertThat(guard.check("https://example.com/e\u0301")).hasToString("https://example.com/e%CC%81");
        assertThat(guard.check("https://example.com/\u00e9")).hasToString("https://example.com/%C3%A9");
    }

    @Test
    void readsNoAddressWithoutAnEnd() {
        assertThatThrownBy(() -> guard.check("https://example.com/" + "x".repeat(1 << 20)))
                .isInstanceOf(ForbiddenAddressException.class);
        assertThatThrownBy(() -> guard.check("https://" + "a.".repeat(5_000) + "com/"))
                .isInstanceOf(ForbiddenAddressException.class);
    }

    @Test
    void looksNoLiteralUp() throws UnknownHostException {
        guard.resolve(guard.check("http://8.8.8.8/").host());
        guard.resolve(guard.check("http://[2606:4700:4700::1111]/").host());

        assertThat(names.asked()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"10.0.0.0/33", "10.0.0.0/-1", "10.0.0/8", "example.com/8", "::/129", "10.0.0.0/x", "10.0.0.0/", "[::]/0"
    })
    void refusesWhatIsNoNetwork(String cidr) {
        assertThatThrownBy(() -> Network.parse(cidr)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void knowsTheEdgesOfANetwork() throws UnknownHostException {
        var network = Network.parse("198.18.0.0/15");

        assertThat(network.contains(InetAddress.getByName("198.17.255.255"))).isFalse();
        assertThat(network.contains(InetAddress.getByName("198.18.0.0"))).isTrue();
        assertThat(network.contains(InetAddress.getByName("198.19.255.255"))).isTrue();
        assertThat(network.contains(InetAddress.getByName("198.20.0.0"))).isFalse();
        assertThat(Network.parse("0.0.0.0/0").contains(InetAddress.getByName("1.2.3.4")))
                .isTrue();
        assertThat(Network.parse("::/0").contains(InetAddress.getByName("1.2.3.4")))
                .isFalse();
    }
}
