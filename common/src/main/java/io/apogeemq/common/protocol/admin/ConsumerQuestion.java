package io.apogeemq.common.protocol.admin;

import io.apogeemq.common.protocol.RequestCode;
import io.apogeemq.common.remoting.Command;
import io.apogeemq.common.remoting.Fields;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an operator wants to know from one consumer: its state ({@link
 * RequestCode#GET_CONSUMER_RUNNING_INFO}), or what it makes of a given message ({@link
 * RequestCode#CONSUME_MESSAGE_DIRECTLY}). The broker reads whom it concerns and relays the rest
 * ({@link OperatorRelay}).
 *
 * @param group the consumer group
 * @param clientId the member
 * @param messageId offset id of the message to consume; null in the first case
 * @param fields everything, as it came
 */
public record ConsumerQuestion(
        String group, String clientId, @Nullable String messageId, Map<String, String> fields) {

    public ConsumerQuestion {
        fields = Map.copyOf(fields);
    }

    /** Reads either request. */
    public static ConsumerQuestion decode(Command command) {
        Fields fields = command.fields();
        return new ConsumerQuestion(
                fields.requireText("consumerGroup"),
                fields.requireText("clientId"),
                fields.text("msgId"),
                fields.toMap());
    }
}
