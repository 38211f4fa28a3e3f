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
    private final TopicCreations creations = new TopicCreations();

    /**
     * Checks by rules that may change while the broker runs.
     *
     * @param rules asked for every message
     */
    public SendChecks(Supplier<SendRules> rules, SystemTopics systemTopics) {
        this.rules = rules;
        this.systemTopics = systemTopics;
    }

    /** Why the topic of a send cannot come into being by it; null when it can. */
    @Nullable Refused refusalOfNewTopic(SendRequest request) {
        String topic = request.topic();
        String problem = TopicNames.topicProblem(topic);
        if (problem != null) {
            return new Refused(Refused.Reason.INVALID_PARAMETER, problem);
        }
        if (!systemTopics.clientMaySend(topic)) {
            return brokersOwn(topic);
        }
        SendRules now = rules.get();
        if (!now.writable()) {
            return new Refused(
                    Refused.Reason.NO_PERMISSION,
                    "this broker is closed for writes (brokerPermission)");
        }
        if (creations.count(request.bornHost()) >= now.maxTopicsPerConnection()) {
            return new Refused(
                    Refused.Reason.TOPIC_NOT_EXIST,
                    "topic %s does not exist, and this connection has made %d topics by sending, as many as one may (apogee.broker.topics.max-per-connection); create it with: mqadmin updateTopic"
                            .formatted(topic, now.maxTopicsPerConnection()));
        }
        return null;
    }

    /** Notes that a send has brought a topic into being. */
    void createdTopic(SendRequest request) {
        creations.created(request.bornHost(), rules.get().maxTopicsPerConnection());
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
        return refusalOfBody(request);
    }

    /** Why a body cannot be stored, whatever the topic; null when it can. */
    @Nullable Refused refusalOfBody(SendRequest request) {
        SendRules now = rules.get();
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
