package io.apogeemq.namesrv.routing;

import io.apogeemq.common.route.BrokerEntry;
import io.apogeemq.common.route.BrokerRegistration;
import org.jspecify.annotations.Nullable;

/**
 * A broker's registration, decoded.
 *
 * @param broker who registers
 * @param haAddress {@code host:port} where its slaves connect
 * @param timeoutMillis silence after which it counts as dead; null for the table's own limit
 * @param actingMaster whether a slave may stand in for a missing master; null from brokers before
 *     5.0, which don't say
 * @param zone the broker's zone
 * @param mark which process registers
 * @param body the topics: all of the broker's, or those that changed
 */
public record Registration(
        BrokerKey broker,
        String haAddress,
        @Nullable Long timeoutMillis,
        @Nullable Boolean actingMaster,
        @Nullable String zone,
        ProcessMark mark,
        BrokerRegistration body) {

    boolean isMaster() {
        return broker.id() == BrokerEntry.MASTER_ID;
    }
}
