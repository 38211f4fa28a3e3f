package io.apogeemq.broker.produce;

import io.apogeemq.common.broker.Refused;
import io.apogeemq.common.broker.SendRequest;
import io.apogeemq.common.message.SystemTopics;
import io.apogeemq.common.message.TopicNames;
import io.apogeemq.common.route.Permission;
import io.apogeemq.common.route.TopicConfig;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Whether a message may be sent where it wants to go. Any thread. */
public final class SendChecks {

    private final Supplier<SendRules> rules;
    private final SystemTopics systemTopics;

    /**
     * Checks by rules that may change while the broker runs.
     *
     * @param rules asked for every message
     */
    public SendChecks(Supplier<SendRules> rules, SystemTopics systemTopics) {
        this.rules = rules;
        this.systemTopics = systemTopics;
    }

    /** Why a topic of this name cannot come into being by a send; null when it can. */
    @Nullable Refused refusalOfNewTopic(String topic) {
        String problem = TopicNames.topicProblem(topic);
        if (problem != null) {
            return new Refused(Refused.Reason.INVALID_PARAMETER, problem);
        }
        if (!systemTopics.clientMaySend(topic)) {
            return brokersOwn(topic);
        }
        if (!rules.get().writable()) {
            return new Refused(
                    Refused.Reason.NO_PERMISSION,
                    "this broker is closed for writes (brokerPermission)");
        }
        return null;
    }

    /** Why a message cannot be stored in a topic; null when it can. */
    @Nullable Refused refusal(TopicConfig topic, SendRequest request) {
        SendRules now = rules.get();
        String name = topic.topicName();
        if (!systemTopics.clientMaySend(name)) {
            return brokersOwn(name);
        }
        if (!Permission.isWritable(topic.perm()) || (topic.order() && !now.writable())) {
            return new Refused(
                    Refused.Reason.NO_PERMISSION,
                    "topic %s on this broker is closed for writes".formatted(name));
        }
        int queues = Math.max(topic.readQueueNums(), topic.writeQueueNums());
        if (request.queueId() >= queues) {
            return new Refused(
                    Refused.Reason.INVALID_PARAMETER,
                    "queueId: %d (expected: 0..%d for topic %s)"
                            .formatted(request.queueId(), queues - 1, name));
        }
        if (request.queueId() < 0 && topic.writeQueueNums() < 1) {
            return new Refused(
                    Refused.Reason.NO_PERMISSION,
                    "topic %s has no queue to write to".formatted(name));
        }
        int bodyBytes = request.body().remaining();
        if (bodyBytes == 0) {
            return new Refused(Refused.Reason.MESSAGE_ILLEGAL, "the message body is empty");
        }
        if (bodyBytes > now.maxMessageBytes()) {
            return new Refused(
                    Refused.Reason.MESSAGE_ILLEGAL,
                    "body: %d bytes (expected: <= %d, the broker's maxMessageSize)"
                            .formatted(bodyBytes, now.maxMessageBytes()));
        }
        return null;
    }

    private static Refused brokersOwn(String topic) {
        return new Refused(
                Refused.Reason.NO_PERMISSION, "topic %s is the broker's own".formatted(topic));
    }
}
