package dev.sightline.fetch;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * A block of IP addresses.
 *
 * @param address its first address
 * @param bits    how many leading bits its addresses share
 */
public record Network(InetAddress address, int bits) {
    public Network {
        if (bits < 0 || bits > address.getAddress().length * 8) {
            throw new IllegalArgumentException("a network of " + address.getHostAddress() + " has no /" + bits);
        }
    }

    /** Reads {@code 10.0.0.0/8} or {@code fd00::/8}; a single address is a network of one. */
    public static Network parse(String cidr) {
        var parts = cidr.split("/", 2);
        if (!HostSyntax.isIpv4(parts[0]) && !HostSyntax.isIpv6(parts[0])) {
            throw new IllegalArgumentException("not an IP network: " + cidr + "; write 10.0.0.0/8 or fd00::/8");
        }
        try {
            var address = InetAddress.getByName(parts[0]);
            var bits = parts.length == 1 ? address.getAddress().length * 8 : Integer.parseInt(parts[1]);
            return new Network(address, bits);
        } catch (UnknownHostException | NumberFormatException e) {
            throw new IllegalArgumentException("not an IP network: " + cidr + "; write 10.0.0.0/8 or fd00::/8", e);
        }
    }

    /** Whether the address lies within; an IPv4 address never lies within an IPv6 network. */
    public boolean contains(InetAddress other) {
        var mine = address.getAddress();
        var theirs = other.getAddress();
        if (mine.length != theirs.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> bit % 8;
            if (((mine[bit / 8] ^ theirs[bit / 8]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return address.getHostAddress() + "/" + bits;
    }
}
