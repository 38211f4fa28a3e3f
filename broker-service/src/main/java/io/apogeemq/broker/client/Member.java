package io.apogeemq.broker.client;

import io.apogeemq.broker.admin.ConnectedClients;
import io.apogeemq.common.broker.ClientPeer;

/** A client in a group. Changed under the registry's monitor, read by anyone. */
final class Member {

    private final String clientId;
    private final ClientPeer peer;
    private volatile long lastHeartbeatMillis;

    Member(String clientId, ClientPeer peer, long nowMillis) {
        this.clientId = clientId;
        this.peer = peer;
        this.lastHeartbeatMillis = nowMillis;
    }

    String clientId() {
        return clientId;
    }

    ClientPeer peer() {
        return peer;
    }

    void heartbeat(long nowMillis) {
        lastHeartbeatMillis = nowMillis;
    }

    boolean isExpired(long nowMillis, long expiryMillis) {
        return nowMillis - lastHeartbeatMillis > expiryMillis;
    }

    ConnectedClients.Client shown() {
        return new ConnectedClients.Client(clientId, peer, lastHeartbeatMillis);
    }
}
