package io.apogeemq.broker.endpoint;

import io.apogeemq.common.broker.SendOperations;
import io.apogeemq.common.protocol.RequestCode;
import io.apogeemq.common.protocol.SendBackCommand;
import io.apogeemq.common.remoting.Command;
import io.apogeemq.common.remoting.Connection;
import io.apogeemq.common.remoting.HandlerTable;
import io.apogeemq.common.remoting.Reply;

/** The door of messages that consumers hand back: 36. */
public final class SendBackHandlers {

    private final SendOperations broker;

    public SendBackHandlers(SendOperations broker) {
        this.broker = broker;
    }

    /** Adds what this door serves. */
    public void addTo(HandlerTable.Builder table) {
        table.on(RequestCode.CONSUMER_SEND_MSG_BACK, this::sendBack);
    }

    private void sendBack(Connection connection, Command command, Reply reply) {
        Deferred.answer(
                reply, broker.sendBack(SendBackCommand.decode(command)), SendBackCommand::answer);
    }
}
