package io.apogeemq.broker.client;

import io.apogeemq.common.broker.ClientPeer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The members of one group by connection, in the order in which they came. Changed under the
 * registry's monitor; {@link #list} may be read by anyone.
 */
final class Members {

    private final Map<ClientPeer, Member> byPeer = new LinkedHashMap<>();
    private volatile List<Member> list = List.of();

    /** Notes a sign of life, and says whether the client is new here. */
    boolean heartbeat(ClientPeer peer, String clientId, long nowMillis) {
        Member present = byPeer.get(peer);
        if (present != null && present.clientId().equals(clientId)) {
            present.heartbeat(nowMillis);
            return false;
        }
        byPeer.put(peer, new Member(clientId, peer, nowMillis));
        publish();
        return true;
    }

    /** Takes a client out, and says whether it was in. */
    boolean remove(ClientPeer peer) {
        boolean removed = byPeer.remove(peer) != null;
        if (removed) {
            publish();
        }
        return removed;
    }

    /** Those whose last sign of life is too long ago. */
    List<ClientPeer> expired(long nowMillis, long expiryMillis) {
        List<ClientPeer> expired = new ArrayList<>();
        for (Member member : byPeer.values()) {
            if (member.isExpired(nowMillis, expiryMillis)) {
                expired.add(member.peer());
            }
        }
        return expired;
    }

    boolean isEmpty() {
        return byPeer.isEmpty();
    }

    /** Immutable. */
    List<Member> list() {
        return list;
    }

    private void publish() {
        list = List.copyOf(byPeer.values());
    }
}
