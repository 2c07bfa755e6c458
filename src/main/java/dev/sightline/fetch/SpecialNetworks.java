package dev.sightline.fetch;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;

/**
 * The addresses that are not of the public Internet, by the registries of special-purpose addresses that IANA keeps
 * (RFC 6890 and its successors), and what clouds put beside them.
 */
final class SpecialNetworks {
    private static final List<Network> IPV4 = Stream.of(
                    "0.0.0.0/8", // this host, this network (RFC 791)
                    "10.0.0.0/8", // private (RFC 1918)
                    "100.64.0.0/10", // carrier-grade NAT (RFC 6598); Alibaba's metadata is 100.100.100.200
                    "127.0.0.0/8", // loopback (RFC 1122)
                    "168.63.129.16/32", // Azure's host agent
                    "169.254.0.0/16", // link local (RFC 3927); cloud metadata is 169.254.169.254
                    "172.16.0.0/12", // private (RFC 1918)
                    "192.0.0.0/24", // protocol assignments (RFC 6890); Oracle's metadata is 192.0.0.192
                    "192.0.2.0/24", // documentation (RFC 5737)
                    "192.31.196.0/24", // AS112 (RFC 7535)
                    "192.52.193.0/24", // AMT (RFC 7450)
                    "192.88.99.0/24", // 6to4 relays (RFC 7526)
                    "192.168.0.0/16", // private (RFC 1918)
                    "192.175.48.0/24", // AS112 (RFC 7534)
                    "198.18.0.0/15", // benchmarking (RFC 2544)
                    "198.51.100.0/24", // documentation (RFC 5737)
                    "203.0.113.0/24", // documentation (RFC 5737)
                    "224.0.0.0/4", // multicast (RFC 5771)
                    "240.0.0.0/4") // reserved, broadcast (RFC 1112)
            .map(Network::parse)
            .toList();

    private static final Network IPV6_UNICAST = Network.parse("2000::/3"); // all that is global so far (RFC 4291)
    private static final List<Network> IPV6 = Stream.of(
                    "2001::/23", // protocol assignments: Teredo, benchmarking, ORCHID (RFC 2928)
                    "2001:db8::/32", // documentation (RFC 3849)
                    "2002::/16", // 6to4, which holds an IPv4 address (RFC 3056)
                    "2620:4f:8000::/48", // AS112 (RFC 7534)
                    "3fff::/20") // documentation (RFC 9637)
            .map(Network::parse)
            .toList();

    private SpecialNetworks() {}

    /** Whether the address is one that everybody may reach; forms that wrap an IPv4 address (NAT64, mapped) are not. */
    static boolean isPublic(InetAddress address) {
        if (address instanceof Inet4Address) {
            return IPV4.stream().noneMatch(network -> network.contains(address));
        }
        return IPV6_UNICAST.contains(address) && IPV6.stream().noneMatch(network -> network.contains(address));
    }
}
