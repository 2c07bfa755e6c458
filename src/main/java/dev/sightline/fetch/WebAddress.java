package dev.sightline.fetch;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * An {@code http(s):} address, taken apart strictly: what it names leaves no room for two readings.
 *
 * @param secure whether it is https
 * @param host   a name in lower case, a dotted quad, or an IPv6 address without brackets
 * @param port   given or the scheme's own
 * @param target path and query, as sent to the server
 */
public record WebAddress(boolean secure, String host, int port, String target) {
    private static final int LONGEST = 16 << 10;

    // what a relative redirect climbs too far is cut, as browsers do (RFC 3986, 5.2.4)
    private static final Pattern ABOVE_ROOT = Pattern.compile("^([a-z]+://[^/]*)(?:/\\.\\.)+(?=/|$)");

    /**
     * Takes an address apart.
     *
     * @throws ForbiddenAddressException if it is none, has user information, or a host in an unusual form
     */
    public static WebAddress parse(String address) {
        var uri = syntax(address);
        var scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new ForbiddenAddressException("only http: and https: addresses are followed here");
        }
        var authority = uri.getRawAuthority();
        if (authority == null) {
            throw new ForbiddenAddressException("the address has no host");
        }
        if (authority.indexOf('@') >= 0) {
            throw new ForbiddenAddressException("the address has user information before its host; leave it out");
        }
        var bracket = authority.lastIndexOf(']');
        var colon = authority.indexOf(':', Math.max(bracket, 0));
        var host = colon < 0 ? authority : authority.substring(0, colon);
        var port = colon < 0 ? "" : authority.substring(colon + 1);
        var secure = scheme.equals("https");
        return new WebAddress(secure, host(host), port(colon >= 0, port, secure), target(uri));
    }

    /** The address that a redirect's Location means here. */
    WebAddress resolve(String location) {
        try {
            return parse(ABOVE_ROOT
                    .matcher(URI.create(toString()).resolve(location).toString())
                    .replaceFirst("$1"));
        } catch (ForbiddenAddressException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw new ForbiddenAddressException("it redirects to what is no address");
        }
    }

    /** Whether the host is written as an IP address. */
    boolean isLiteral() {
        return HostSyntax.isIpv4(host) || host.indexOf(':') >= 0;
    }

    @Override
    public String toString() {
        return (secure ? "https://" : "http://")
                + (host.indexOf(':') < 0 ? host : "[" + host + "]")
                + (port == (secure ? 443 : 80) ? "" : ":" + port)
                + target;
    }

    private static URI syntax(String address) {
        if (address.length() > LONGEST) {
            throw new ForbiddenAddressException("the address has more than " + LONGEST + " characters");
        }
        try {
            return new URI(PercentEncoding.ascii(address));
        } catch (URISyntaxException e) {
            throw new ForbiddenAddressException("not an address: " + e.getReason() + " at character " + e.getIndex()
                    + "; percent-encode what an address cannot hold");
        } catch (IllegalArgumentException e) {
            throw new ForbiddenAddressException("not an address: " + e.getMessage());
        }
    }

    private static String host(String written) {
        var host = written.toLowerCase(Locale.ROOT);
        if (host.startsWith("[") && host.endsWith("]")) {
            var inner = host.substring(1, host.length() - 1);
            if (HostSyntax.isIpv6(inner)) {
                return inner;
            }
            throw new ForbiddenAddressException("its host is not an IPv6 address that can be reached from everywhere");
        }
        if (HostSyntax.isIpv4(host) || HostSyntax.isName(host)) {
            return host;
        }
        throw new ForbiddenAddressException("its host is neither a name in ASCII (xn-- for others) without a dot at"
                + " the end nor an IP address in its usual form");
    }

    private static int port(boolean given, String written, boolean secure) {
        if (!given) {
            return secure ? 443 : 80;
        }
        if (!written.matches("[1-9][0-9]{0,4}")) {
            throw new ForbiddenAddressException("its port is not a number");
        }
        return Integer.parseInt(written);
    }

    private static String target(URI uri) {
        var path = uri.getRawPath();
        return (path == null || path.isEmpty() ? "/" : path)
                + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
    }
}
