package dev.sightline.fetch;

import java.util.List;
import java.util.Set;

/**
 * What strangers' addresses may reach besides the public web; {@code sightline.fetch.http.*}.
 *
 * @param ports    the ports that may be asked
 * @param networks networks that may be asked although they are not public; none by default
 */
public record GuardSettings(Set<Integer> ports, List<Network> networks) {
    public GuardSettings {
        ports = Set.copyOf(ports);
        networks = List.copyOf(networks);
    }

    /** Ports 80 and 443 of public addresses. */
    public static GuardSettings defaults() {
        return new GuardSettings(Set.of(80, 443), List.of());
    }
}
