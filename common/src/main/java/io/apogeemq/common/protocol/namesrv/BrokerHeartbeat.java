package io.apogeemq.common.protocol.namesrv;

import io.apogeemq.common.protocol.RequestCode;
import io.apogeemq.common.remoting.Fields;
import io.apogeemq.common.remoting.Request;
import org.jspecify.annotations.Nullable;

/**
 * BROKER_HEARTBEAT: a broker says no more than that it lives. Fields that only a controller needs
 * are neither read nor written.
 *
 * @param clusterName the cluster
 * @param brokerName the name that master and slaves share
 * @param brokerAddr {@code host:port} as clients dial it
 * @param brokerId 0 for the master; null when not said
 */
public record BrokerHeartbeat(
        String clusterName, String brokerName, String brokerAddr, @Nullable Long brokerId) {

    /** Reads the fields. */
    public static BrokerHeartbeat read(Fields fields) {
        return new BrokerHeartbeat(
                fields.requireText("clusterName"),
                fields.requireText("brokerName"),
                fields.requireText("brokerAddr"),
                fields.text("brokerId") == null ? null : fields.requireLong("brokerId"));
    }

    /** The request; to be sent one-way. */
    public Request toRequest() {
        Request request =
                Request.of(RequestCode.BROKER_HEARTBEAT)
                        .field("brokerAddr", brokerAddr)
                        .field("brokerName", brokerName)
                        .field("clusterName", clusterName);
        return brokerId == null ? request : request.field("brokerId", brokerId);
    }
}
