package io.apogeemq.broker.config;

import io.apogeemq.common.boot.StartRefused;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The address that others are told to reach this broker at.
 *
 * @param host as it is registered
 * @param resolved as it is written into message ids
 */
record AdvertisedAddress(String host, InetAddress resolved) {

    /**
     * Takes what was configured; otherwise the address that this machine has in its network, and
     * loopback where there is none.
     *
     * @throws StartRefused when the configured name has no address
     */
    static AdvertisedAddress of(@Nullable String configured) {
        if (configured == null || configured.isBlank()) {
            InetAddress own = ownAddress();
            return new AdvertisedAddress(own.getHostAddress(), own);
        }
        try {
            List<InetAddress> found = List.of(InetAddress.getAllByName(configured));
            InetAddress best =
                    found.stream()
                            .filter(Inet4Address.class::isInstance)
                            .findFirst()
                            .orElse(found.getFirst());
            return new AdvertisedAddress(configured, best);
        } catch (UnknownHostException e) {
            throw new StartRefused(
                    StartRefused.FAILED,
                    "brokerIP1 (apogee.broker.advertise): %s has no address (expected: an address or name that clients can reach)"
                            .formatted(configured),
                    e);
        }
    }

    /** IPv4 before IPv6, real interfaces before bridges and tunnels, by index. */
    private static InetAddress ownAddress() {
        List<NetworkInterface> candidates = new ArrayList<>();
        try {
            for (NetworkInterface each :
                    Collections.list(NetworkInterface.getNetworkInterfaces())) {
                if (each.isUp() && !each.isLoopback()) {
                    candidates.add(each);
                }
            }
        } catch (IOException e) {
            // A machine that does not tell its interfaces is reached by loopback.
            return InetAddress.getLoopbackAddress();
        }
        candidates.sort(
                Comparator.comparing((NetworkInterface each) -> looksVirtual(each))
                        .thenComparingInt(NetworkInterface::getIndex));
        InetAddress fallback = InetAddress.getLoopbackAddress();
        for (NetworkInterface each : candidates) {
            for (InetAddress address : Collections.list(each.getInetAddresses())) {
                if (address instanceof Inet4Address && !address.isLinkLocalAddress()) {
                    return address;
                }
                if (fallback.isLoopbackAddress() && !address.isLinkLocalAddress()) {
                    fallback = address;
                }
            }
        }
        return fallback;
    }

    private static boolean looksVirtual(NetworkInterface each) {
        String name = each.getName();
        return each.isVirtual()
                || name.startsWith("docker")
                || name.startsWith("br-")
                || name.startsWith("veth")
                || name.startsWith("virbr")
                || name.startsWith("tun")
                || name.startsWith("cni");
    }
}
