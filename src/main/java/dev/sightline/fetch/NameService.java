package dev.sightline.fetch;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Turns a host's name into its addresses. */
@FunctionalInterface
public interface NameService {
    /** At least one address, or UnknownHostException. */
    List<InetAddress> lookup(String host) throws UnknownHostException;
}
