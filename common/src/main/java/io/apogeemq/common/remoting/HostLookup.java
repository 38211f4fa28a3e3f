package io.apogeemq.common.remoting;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Where a host is. May block; called on threads that may. */
@FunctionalInterface
public interface HostLookup {
    /** What the machine's resolver says, which the JVM remembers for its usual 30 s. */
    HostLookup SYSTEM = InetAddress::getAllByName;

    /**
     * The addresses of a host, best first, at least one.
     *
     * @throws UnknownHostException when there are none
     */
    InetAddress[] find(String host) throws UnknownHostException;
}
