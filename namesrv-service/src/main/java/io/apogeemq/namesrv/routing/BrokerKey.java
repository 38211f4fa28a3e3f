package io.apogeemq.namesrv.routing;

/**
 * A broker as it names itself.
 *
 * @param cluster the cluster
 * @param name the name that master and slaves share
 * @param address {@code host:port} as clients dial it
 * @param id 0 for the master
 */
public record BrokerKey(String cluster, String name, String address, long id) {}
