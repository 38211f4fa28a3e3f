package io.apogeemq.namesrv.routing;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * From which brokers operators took write permission, and of which process of each. Belongs to the
 * table's writer. A broker's entry outlives its disappearance: who drains a broker doesn't expect a
 * disturbed network to end that.
 */
final class WipedBrokers {
    private static final Logger LOG = LoggerFactory.getLogger(WipedBrokers.class);

    /** The master's process as it was last seen; null when there was no master. */
    private record Seen(@Nullable ProcessMark mark, @Nullable BrokerLink link) {}

    private final Map<String, Seen> masters = new HashMap<>();

    void begin(String brokerName, @Nullable LiveBroker master) {
        masters.put(
                brokerName,
                master == null ? new Seen(null, null) : new Seen(master.mark, master.link));
        LOG.atInfo().addKeyValue("broker", brokerName).log("write permission wiped");
    }

    void end(String brokerName, String reason) {
        if (masters.remove(brokerName) != null) {
            LOG.atInfo()
                    .addKeyValue("broker", brokerName)
                    .addKeyValue("reason", reason)
                    .log("write permission no longer wiped");
        }
    }

    /** A master said that it goes; says whether that ends the wipe. */
    boolean endsWithFarewell(String brokerName) {
        Seen last = masters.get(brokerName);
        if (last == null || (last.mark() != null && last.mark().process() != null)) {
            return false;
        }
        end(brokerName, "it unregistered");
        return true;
    }

    /** Looks at a master's registration; says whether its process changed, which ends the wipe. */
    boolean endsWith(String brokerName, ProcessMark mark, BrokerLink link) {
        Seen before = masters.get(brokerName);
        if (before == null) {
            return false;
        }
        if (before.mark() != null
                && !link.equals(before.link())
                && !mark.continues(before.mark())) {
            end(brokerName, "the broker's process changed");
            return true;
        }
        masters.put(brokerName, new Seen(mark, link));
        return false;
    }
}
