package io.apogeemq.broker.admin;

import static java.util.concurrent.CompletableFuture.completedStage;

import io.apogeemq.broker.group.Groups;
import io.apogeemq.broker.topic.Topics;
import io.apogeemq.common.broker.MessageLease;
import io.apogeemq.common.broker.MessageQueries;
import io.apogeemq.common.broker.OperatorAnswer;
import io.apogeemq.common.broker.QueryOutcome;
import io.apogeemq.common.broker.Refused;
import io.apogeemq.common.message.OffsetMessageId;
import io.apogeemq.common.protocol.RequestCode;
import io.apogeemq.common.protocol.ResponseCode;
import io.apogeemq.common.protocol.admin.ConsumerQuestion;
import io.apogeemq.common.route.SubscriptionGroupConfig;
import io.apogeemq.common.route.TopicConfig;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;

/**
 * Passes operators' questions on to a consumer and its answers back: what state it is in, what it
 * makes of a message. Any thread; keeps nothing itself.
 */
public final class ClientRelay {

    /** Clients before this protocol version don't know these questions. */
    private static final int FIRST_VERSION = 62;

    private static final byte[] NO_BODY = {};

    private final ConnectedClients clients;
    private final MessageQueries messages;
    private final Topics topics;
    private final Groups groups;
    private final String brokerName;

    public ClientRelay(
            ConnectedClients clients,
            MessageQueries messages,
            Topics topics,
            Groups groups,
            String brokerName) {
        this.clients = clients;
        this.messages = messages;
        this.topics = topics;
        this.groups = groups;
        this.brokerName = brokerName;
    }

    /** Asks a consumer for its state. */
    public CompletionStage<OperatorAnswer> runningInfo(ConsumerQuestion question, byte[] body) {
        return relay(question, RequestCode.GET_CONSUMER_RUNNING_INFO, question.fields(), body);
    }

    /** Lets a consumer consume a message of this broker, which is read and sent along. */
    public CompletionStage<OperatorAnswer> consumeDirectly(ConsumerQuestion question) {
        Map<String, String> fields = new LinkedHashMap<>(question.fields());
        fields.put("brokerName", brokerName);
        TopicConfig topic = topics.find(fields.getOrDefault("topic", ""));
        SubscriptionGroupConfig group = groups.find(question.group());
        fields.put("topicSysFlag", Integer.toString(topic == null ? 0 : topic.topicSysFlag()));
        fields.put("groupSysFlag", Integer.toString(group == null ? 0 : group.groupSysFlag()));
        String messageId = question.messageId();
        if (messageId == null) {
            return completedStage(error("msgId: is missing (expected: the message's offset id)"));
        }
        long offset;
        try {
            offset = OffsetMessageId.parse(messageId).physicalOffset();
        } catch (IllegalArgumentException e) {
            return completedStage(error("msgId: " + e.getMessage()));
        }
        return messages.messageAt("", offset)
                .thenCompose(
                        outcome ->
                                switch (outcome) {
                                    case Refused refused -> completedStage(error(refused.detail()));
                                    case QueryOutcome.Matches matches ->
                                            relay(
                                                    question,
                                                    RequestCode.CONSUME_MESSAGE_DIRECTLY,
                                                    fields,
                                                    bytes(matches));
                                });
    }

    private static byte[] bytes(QueryOutcome.Matches matches) {
        try (MessageLease lease = matches.messages()) {
            byte[] bytes = new byte[lease.bytes()];
            int at = 0;
            for (ByteBuffer slice : lease.slices()) {
                int length = slice.remaining();
                slice.get(slice.position(), bytes, at, length);
                at += length;
            }
            return bytes;
        }
    }

    private CompletionStage<OperatorAnswer> relay(
            ConsumerQuestion question, int code, Map<String, String> fields, byte[] body) {
        String group = question.group();
        String clientId = question.clientId();
        ConnectedClients.Consumers online = clients.consumers(group);
        ConnectedClients.Client member = online == null ? null : online.member(clientId);
        if (member == null) {
            return completedStage(
                    error("The Consumer <%s> <%s> not online".formatted(group, clientId)));
        }
        int version = member.peer().version();
        if (version < FIRST_VERSION) {
            return completedStage(
                    error(
                            "The Consumer <%s> Version <%d> too low to finish, please upgrade it to V3_1_8_SNAPSHOT"
                                    .formatted(clientId, version)));
        }
        return member.peer()
                .ask(code, fields, body)
                .exceptionally(failure -> failed(group, clientId, failure));
    }

    private static OperatorAnswer failed(String group, String clientId, Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null
                        ? failure.getCause()
                        : failure;
        return cause instanceof TimeoutException
                ? answer(
                        ResponseCode.CONSUME_MSG_TIMEOUT,
                        "consumer <%s> <%s> Timeout: %s"
                                .formatted(group, clientId, cause.getMessage()))
                : error(
                        "invoke consumer <%s> <%s> Exception: %s"
                                .formatted(group, clientId, cause.getMessage()));
    }

    private static OperatorAnswer error(String remark) {
        return answer(ResponseCode.SYSTEM_ERROR, remark);
    }

    private static OperatorAnswer answer(int code, String remark) {
        return new OperatorAnswer(code, remark, Map.of(), NO_BODY);
    }
}
