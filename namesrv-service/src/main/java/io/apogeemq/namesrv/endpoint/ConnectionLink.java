package io.apogeemq.namesrv.endpoint;

import io.apogeemq.common.remoting.Connection;
import io.apogeemq.namesrv.routing.BrokerLink;
import org.jspecify.annotations.Nullable;

/** A connection as the route table sees it; one per connection that a broker registered over. */
final class ConnectionLink implements BrokerLink {
    private final Connection connection;

    private ConnectionLink(Connection connection) {
        this.connection = connection;
    }

    /** The connection's link, made at the first call. Only on the connection's event loop. */
    static ConnectionLink of(Connection connection) {
        ConnectionLink link = find(connection);
        if (link == null) {
            link = new ConnectionLink(connection);
            connection.attach(link);
        }
        return link;
    }

    static @Nullable ConnectionLink find(Connection connection) {
        return connection.attachment(ConnectionLink.class);
    }

    @Override
    public boolean isOpen() {
        return connection.isOpen();
    }

    @Override
    public void close(String reason) {
        connection.close(reason);
    }
}
