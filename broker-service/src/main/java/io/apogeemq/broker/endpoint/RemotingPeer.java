package io.apogeemq.broker.endpoint;

import io.apogeemq.common.broker.ClientOperations;
import io.apogeemq.common.broker.ClientPeer;
import io.apogeemq.common.broker.OperatorAnswer;
import io.apogeemq.common.message.MessageQueue;
import io.apogeemq.common.protocol.MembersChangedNotice;
import io.apogeemq.common.protocol.admin.ConsumerStatusCommand;
import io.apogeemq.common.protocol.admin.OffsetsResetNotice;
import io.apogeemq.common.protocol.admin.OperatorRelay;
import io.apogeemq.common.remoting.Command;
import io.apogeemq.common.remoting.Connection;
import io.apogeemq.common.remoting.Language;
import io.apogeemq.common.remoting.RemotingException;
import io.apogeemq.common.remoting.Response;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;

/**
 * A client on a remoting connection. One per connection, attached to it; what it last stated of
 * itself is noted on the connection's event loop and read by anyone.
 */
final class RemotingPeer implements ClientPeer {

    private static final Duration STATUS_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration ASK_TIMEOUT = Duration.ofSeconds(10);

    private final Connection connection;
    private final String address;
    private volatile Language language = Language.OTHER;
    private volatile int version;

    private RemotingPeer(Connection connection) {
        this.connection = connection;
        InetSocketAddress remote = connection.remoteAddress();
        String host =
                remote.isUnresolved()
                        ? remote.getHostString()
                        : remote.getAddress().getHostAddress();
        this.address = host + ":" + remote.getPort();
    }

    /**
     * The peer of a connection as its latest request states it. The first call tells {@code
     * clients} to be told when the connection closes.
     */
    static RemotingPeer of(Connection connection, Command latest, ClientOperations clients) {
        RemotingPeer peer = connection.attachment(RemotingPeer.class);
        if (peer == null) {
            RemotingPeer made = new RemotingPeer(connection);
            connection.attach(made);
            connection.onClose(() -> clients.peerClosed(made));
            peer = made;
        }
        peer.language = latest.language();
        peer.version = latest.version();
        return peer;
    }

    @Override
    public String address() {
        return address;
    }

    @Override
    public int version() {
        return version;
    }

    @Override
    public String language() {
        return language.name();
    }

    @Override
    public boolean isOpen() {
        return connection.isOpen();
    }

    @Override
    public void membersChanged(String group) {
        connection.sendOneWay(new MembersChangedNotice(group).request());
    }

    @Override
    public void offsetsReset(
            String topic, String group, long timestamp, Map<MessageQueue, Long> offsets) {
        connection.sendOneWay(
                new OffsetsResetNotice(topic, group, timestamp, offsets).request(language));
    }

    @Override
    public CompletionStage<Map<MessageQueue, Long>> consumerStatus(String topic, String group) {
        return connection
                .call(new ConsumerStatusCommand(topic, group).request(), STATUS_TIMEOUT)
                .thenApply(RemotingPeer::status);
    }

    private static Map<MessageQueue, Long> status(Response response) {
        if (!response.isSuccess()) {
            throw new IllegalStateException(
                    "the client answered %d: %s".formatted(response.code(), response.remark()));
        }
        return ConsumerStatusCommand.offsets(response.body());
    }

    @Override
    public CompletionStage<OperatorAnswer> ask(int code, Map<String, String> fields, byte[] body) {
        return connection
                .call(OperatorRelay.request(code, fields, body), ASK_TIMEOUT)
                .thenApply(OperatorRelay::received)
                .exceptionallyCompose(RemotingPeer::asTimeout);
    }

    private static CompletionStage<OperatorAnswer> asTimeout(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null
                        ? failure.getCause()
                        : failure;
        return cause instanceof RemotingException remoting
                        && remoting.reason() == RemotingException.Reason.TIMEOUT
                ? CompletableFuture.failedStage(new TimeoutException(cause.getMessage()))
                : CompletableFuture.failedStage(cause);
    }

    @Override
    public String toString() {
        return "RemotingPeer[" + address + "]";
    }
}
