package io.apogeemq.broker.registration;

import java.net.URI;
import java.util.Map;
import org.springframework.cloud.client.serviceregistry.Registration;

/**
 * This broker as NameServers know it.
 *
 * @param clusterName the cluster
 * @param brokerName the name of the group of master and slaves
 * @param brokerId 0 for the master
 * @param host the address that others are told
 * @param port the main port
 * @param haPort where slaves come
 */
public record BrokerInstance(
        String clusterName, String brokerName, long brokerId, String host, int port, int haPort)
        implements Registration {

    /** {@code host:port} as clients dial it. */
    public String address() {
        return host + ":" + port;
    }

    /** {@code host:port} as slaves dial it. */
    public String haAddress() {
        return host + ":" + haPort;
    }

    @Override
    public String getServiceId() {
        return brokerName;
    }

    @Override
    public String getInstanceId() {
        return brokerName + ":" + brokerId;
    }

    @Override
    public String getHost() {
        return host;
    }

    @Override
    public int getPort() {
        return port;
    }

    @Override
    public boolean isSecure() {
        return false;
    }

    @Override
    public URI getUri() {
        return URI.create("remoting://" + address());
    }

    @Override
    public Map<String, String> getMetadata() {
        return Map.of("cluster", clusterName, "brokerId", Long.toString(brokerId));
    }
}
