package io.apogeemq.common.protocol.namesrv;

import io.apogeemq.common.remoting.Fields;
import io.apogeemq.common.remoting.Request;

/**
 * Which broker speaks to a NameServer: the fields that its commands share. By itself it is the
 * whole of UNREGISTER_BROKER, and with a version as body of QUERY_DATA_VERSION.
 *
 * @param clusterName the cluster
 * @param brokerName the name that master and slaves share
 * @param brokerAddr {@code host:port} as clients dial it
 * @param brokerId 0 for the master
 */
public record BrokerIdentity(
        String clusterName, String brokerName, String brokerAddr, long brokerId) {

    /** Reads the fields; all four must be there. */
    public static BrokerIdentity read(Fields fields) {
        return new BrokerIdentity(
                fields.requireText("clusterName"),
                fields.requireText("brokerName"),
                fields.requireText("brokerAddr"),
                fields.requireLong("brokerId"));
    }

    /** A request of the given code with the four fields, to which others may be added. */
    public Request toRequest(int code) {
        return Request.of(code)
                .field("brokerAddr", brokerAddr)
                .field("brokerId", brokerId)
                .field("brokerName", brokerName)
                .field("clusterName", clusterName);
    }
}
