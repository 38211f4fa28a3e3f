package io.apogeemq.broker.produce;

import java.net.InetSocketAddress;

/**
 * What stored messages say of the broker that stored them. Fixed while the broker runs.
 *
 * @param clusterName the cluster, stored with every single message
 * @param region the region, stored with every single message
 * @param traceOn whether clients shall trace, stored with every single message
 * @param storeHost the resolved address that clients reach this broker at; part of message ids
 */
public record BrokerIdentity(
        String clusterName, String region, boolean traceOn, InetSocketAddress storeHost) {}
