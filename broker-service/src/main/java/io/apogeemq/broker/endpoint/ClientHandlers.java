package io.apogeemq.broker.endpoint;

import io.apogeemq.common.broker.ClientOperations;
import io.apogeemq.common.protocol.CheckSubscriptionCommand;
import io.apogeemq.common.protocol.HeartbeatCommand;
import io.apogeemq.common.protocol.MembersCommand;
import io.apogeemq.common.protocol.RequestCode;
import io.apogeemq.common.protocol.ResponseCode;
import io.apogeemq.common.protocol.UnregisterCommand;
import io.apogeemq.common.remoting.Answer;
import io.apogeemq.common.remoting.Command;
import io.apogeemq.common.remoting.Connection;
import io.apogeemq.common.remoting.HandlerTable;
import io.apogeemq.common.remoting.Reply;

/** The door of clients that register: 34, 35, 38 and 46. */
public final class ClientHandlers {

    private final ClientOperations clients;
    private final LongBodies bodies;

    /**
     * Serves from these.
     *
     * @param bodies reads heartbeats of clients with very many subscriptions
     */
    public ClientHandlers(ClientOperations clients, LongBodies bodies) {
        this.clients = clients;
        this.bodies = bodies;
    }

    /** Adds what this door serves. */
    public void addTo(HandlerTable.Builder table) {
        table.on(RequestCode.HEART_BEAT, LongBodies.MOST_BYTES, this::heartbeat)
                .on(RequestCode.UNREGISTER_CLIENT, this::unregister)
                .on(RequestCode.GET_CONSUMER_LIST_BY_GROUP, this::members)
                .on(RequestCode.CHECK_CLIENT_CONFIG, this::check);
    }

    private void heartbeat(Connection connection, Command command, Reply reply) {
        RemotingPeer peer = RemotingPeer.of(connection, command, clients);
        bodies.read(
                command,
                reply,
                HeartbeatCommand::decodeBody,
                heartbeat ->
                        Deferred.answer(
                                reply,
                                clients.heartbeat(peer, heartbeat),
                                HeartbeatCommand::answer));
    }

    private void unregister(Connection connection, Command command, Reply reply) {
        UnregisterCommand request = UnregisterCommand.decode(command);
        Deferred.answer(
                reply,
                clients.unregister(
                        RemotingPeer.of(connection, command, clients),
                        request.clientId(),
                        request.producerGroup(),
                        request.consumerGroup()),
                UnregisterCommand::answer);
    }

    private void members(Connection connection, Command command, Reply reply) {
        Deferred.answer(
                reply,
                clients.members(MembersCommand.decode(command).group()),
                MembersCommand::answer);
    }

    private void check(Connection connection, Command command, Reply reply) {
        CheckSubscriptionCommand request = CheckSubscriptionCommand.decode(command);
        if (request == null) {
            reply.send(Answer.of(ResponseCode.SUCCESS));
            return;
        }
        Deferred.answer(
                reply,
                clients.checkSubscription(request.group(), request.subscription()),
                CheckSubscriptionCommand::answer);
    }
}
