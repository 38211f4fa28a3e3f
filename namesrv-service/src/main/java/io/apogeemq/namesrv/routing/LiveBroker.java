package io.apogeemq.namesrv.routing;

import io.apogeemq.common.route.DataVersion;
import org.jspecify.annotations.Nullable;

/** A broker that is alive, as the table's writer keeps it; nobody else sees it. */
final class LiveBroker {
    /** Where a live broker is found: tools and heartbeats know no more of it. */
    record Place(String cluster, String address) {
        static Place of(BrokerKey broker) {
            return new Place(broker.cluster(), broker.address());
        }
    }

    final BrokerKey key;
    final String haAddress;
    final long timeoutMillis;
    final DataVersion version;
    final ProcessMark mark;
    final BrokerLink link;
    private long seenMillis;
    private @Nullable Long leavesAtMillis;

    LiveBroker(Registration registration, BrokerLink link, long timeoutMillis, long nowMillis) {
        this.key = registration.broker();
        this.haAddress = registration.haAddress();
        this.version = registration.body().dataVersion();
        this.mark = registration.mark();
        this.link = link;
        this.timeoutMillis = timeoutMillis;
        this.seenMillis = nowMillis;
    }

    void seen(long nowMillis) {
        seenMillis = nowMillis;
    }

    /** Its connection is gone; unless it registers over another it leaves at the given time. */
    void leaveAt(long millis) {
        if (leavesAtMillis == null) {
            leavesAtMillis = millis;
        }
    }

    boolean isLeaving() {
        return leavesAtMillis != null;
    }

    boolean isGoneAt(long nowMillis) {
        return leavesAtMillis != null && leavesAtMillis <= nowMillis;
    }

    boolean isSilentAt(long nowMillis) {
        return nowMillis - seenMillis > timeoutMillis;
    }
}
