package io.apogeemq.broker.endpoint;

import io.apogeemq.common.broker.MessageQueries;
import io.apogeemq.common.protocol.QueryMessageCommand;
import io.apogeemq.common.protocol.RequestCode;
import io.apogeemq.common.protocol.ViewMessageCommand;
import io.apogeemq.common.remoting.Command;
import io.apogeemq.common.remoting.Connection;
import io.apogeemq.common.remoting.HandlerTable;
import io.apogeemq.common.remoting.Reply;

/** The door of look-ups: 12 by key, 33 by place in the log. */
public final class QueryHandlers {

    private final MessageQueries messages;

    public QueryHandlers(MessageQueries messages) {
        this.messages = messages;
    }

    /** Adds what this door serves. */
    public void addTo(HandlerTable.Builder table) {
        table.on(RequestCode.QUERY_MESSAGE, this::byKey)
                .on(RequestCode.VIEW_MESSAGE_BY_ID, this::view);
    }

    private void byKey(Connection connection, Command command, Reply reply) {
        Deferred.answer(
                reply,
                messages.messagesByKey(QueryMessageCommand.decode(command)),
                QueryMessageCommand::answer);
    }

    private void view(Connection connection, Command command, Reply reply) {
        ViewMessageCommand request = ViewMessageCommand.decode(command);
        Deferred.answer(
                reply,
                messages.messageAt(request.topic(), request.physicalOffset()),
                ViewMessageCommand::answer);
    }
}
