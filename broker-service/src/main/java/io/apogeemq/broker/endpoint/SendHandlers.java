package io.apogeemq.broker.endpoint;

import io.apogeemq.common.broker.SendOperations;
import io.apogeemq.common.broker.SendOutcome;
import io.apogeemq.common.broker.SendRequest;
import io.apogeemq.common.protocol.RequestCode;
import io.apogeemq.common.protocol.ResponseCode;
import io.apogeemq.common.protocol.SendCommand;
import io.apogeemq.common.protocol.SendDecoder;
import io.apogeemq.common.remoting.BadFieldException;
import io.apogeemq.common.remoting.Command;
import io.apogeemq.common.remoting.Connection;
import io.apogeemq.common.remoting.HandlerTable;
import io.apogeemq.common.remoting.Reply;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The door of sending: 10, 310 and 320. The header is read in place and the reply written straight
 * into the connection's buffer; where the answer is known at once, all of it happens in one go on
 * the connection's event loop.
 */
public final class SendHandlers {

    private static final Logger LOG = LoggerFactory.getLogger(SendHandlers.class);

    private final SendOperations broker;
    private final SendCommand.Replies replies;

    public SendHandlers(SendOperations broker, SendCommand.Replies replies) {
        this.broker = broker;
        this.replies = replies;
    }

    /** Adds what this door serves. */
    public void addTo(HandlerTable.Builder table) {
        table.on(RequestCode.SEND_MESSAGE, HandlerTable.ANY_BODY_BYTES, this::send)
                .on(RequestCode.SEND_MESSAGE_V2, HandlerTable.ANY_BODY_BYTES, this::send)
                .on(RequestCode.SEND_BATCH_MESSAGE, HandlerTable.ANY_BODY_BYTES, this::send);
    }

    private void send(Connection connection, Command command, Reply reply) {
        SendDecoder decoder = connection.attachment(SendDecoder.class);
        if (decoder == null) {
            decoder = new SendDecoder(connection.remoteAddress());
            connection.attach(decoder);
        }
        SendRequest request;
        try {
            request = decoder.decode(command);
        } catch (BadFieldException e) {
            reply.send(replies.failure(ResponseCode.SYSTEM_ERROR, String.valueOf(e.getMessage())));
            return;
        }
        broker.send(request)
                .whenComplete(
                        (outcome, failure) -> {
                            if (failure != null) {
                                fail(reply, failure);
                            } else {
                                answer(reply, outcome);
                            }
                        });
    }

    private void answer(Reply reply, SendOutcome outcome) {
        replies.reply(reply, outcome);
    }

    private void fail(Reply reply, Throwable failure) {
        if (Deferred.isNews(failure)) {
            LOG.atWarn().setCause(failure).log("A message could not be made durable");
        }
        reply.send(
                replies.failure(
                        ResponseCode.SERVICE_NOT_AVAILABLE,
                        "the message was not made durable: " + failure.getMessage()));
    }
}
