package dev.sightline.fetch;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/**
 * Keeps addresses that strangers send from reaching anything but the public web.
 *
 * <p>It decides twice: {@link #check} on what is written, {@link #resolve} on where that leads. A client connects to
 * what {@code resolve} returned and to nothing else ({@link GuardedHttp}), so that a name which changes its address
 * between check and connection gains nothing. A name with one forbidden address is forbidden with all of them.
 */
public final class AddressGuard {
    private final GuardSettings settings;
    private final NameService names;

    public AddressGuard(GuardSettings settings) {
        this(settings, new SystemNames());
    }

    public AddressGuard(GuardSettings settings, NameService names) {
        this.settings = settings;
        this.names = names;
    }

    /**
     * Reads an address and refuses what needs no look-up to be refused.
     *
     * @throws ForbiddenAddressException with the reason
     */
    public WebAddress check(String address) {
        var parsed = WebAddress.parse(address);
        if (!settings.ports().contains(parsed.port())) {
            throw new ForbiddenAddressException("port " + parsed.port() + " may not be asked, only "
                    + settings.ports().stream().sorted().toList());
        }
        if (parsed.isLiteral()) {
            literal(parsed.host());
        }
        return parsed;
    }

    /**
     * The addresses of a host, all of them allowed.
     *
     * @param host as in {@link WebAddress#host}
     * @throws ForbiddenAddressException if one of them is not
     */
    public List<InetAddress> resolve(String host) throws UnknownHostException {
        if (HostSyntax.isIpv4(host) || HostSyntax.isIpv6(host)) {
            return List.of(literal(host));
        }
        if (!HostSyntax.isName(host)) {
            throw new ForbiddenAddressException("its host is no name");
        }
        var addresses = List.copyOf(names.lookup(host));
        addresses.forEach(this::allow);
        return addresses;
    }

    private InetAddress literal(String host) {
        try {
            return allow(InetAddress.getByName(host));
        } catch (UnknownHostException e) {
            throw new ForbiddenAddressException("its host is no IP address");
        }
    }

    private InetAddress allow(InetAddress address) {
        if (!SpecialNetworks.isPublic(address)
                && settings.networks().stream().noneMatch(network -> network.contains(address))) {
            throw new ForbiddenAddressException(
                    "its host is not on the public Internet; allow its network in sightline.fetch.http.networks if it"
                            + " is yours and meant to be reached");
        }
        return address;
    }
}
