package dev.sightline.fetch;

import java.util.regex.Pattern;

/**
 * What a host may look like: a plain dotted quad, an IPv6 address, or a name of ASCII letters, digits and hyphens.
 *
 * <p>Whatever a resolver might read as a number in another way (decimal, octal, hexadecimal, short, full-width) is
 * neither; and what is neither is no host.
 */
final class HostSyntax {
    private static final String OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
    private static final Pattern IPV4 = Pattern.compile(OCTET + "(?:\\." + OCTET + "){3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:]{2,39}(?:" + IPV4 + ")?");
    private static final Pattern LABEL = Pattern.compile("[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?");
    private static final Pattern NUMBER = Pattern.compile("[0-9]+|0x[0-9a-f]*");

    private HostSyntax() {}

    static boolean isIpv4(String host) {
        return IPV4.matcher(host).matches();
    }

    /** Looks like IPv6, so that no resolver takes it for a name; whether it is one, parsing tells. */
    static boolean isIpv6(String host) {
        return host.indexOf(':') >= 0 && IPV6.matcher(host).matches();
    }

    /** A name in lower case whose last label is no number (WHATWG URL, "ends in a number"). */
    static boolean isName(String host) {
        if (host.length() > 253) {
            return false;
        }
        var labels = host.split("\\.", -1);
        for (var label : labels) {
            if (!LABEL.matcher(label).matches()) {
                return false;
            }
        }
        return !NUMBER.matcher(labels[labels.length - 1]).matches();
    }
}
