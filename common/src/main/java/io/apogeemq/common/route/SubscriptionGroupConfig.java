package io.apogeemq.common.route;

import io.apogeemq.common.json.JsonException;
import io.apogeemq.common.json.JsonObject;
import io.apogeemq.common.json.JsonReader;
import io.apogeemq.common.json.JsonWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The definition of a consumer group on one broker, as brokers keep it and show it to tools. The
 * components have the names of the wire. What values make sense is decided by the broker.
 *
 * @param groupName name of the group
 * @param consumeEnable whether the group may consume at all
 * @param consumeFromMinEnable kept, without meaning
 * @param consumeBroadcastEnable whether it may consume in broadcasting mode
 * @param consumeMessageOrderly whether its clients shall consume in order
 * @param retryQueueNums queues of its retry topic; below 1 there are no retries
 * @param retryMaxTimes tries before a message is dead
 * @param groupRetryPolicy how long a message waits before the next try
 * @param brokerId which broker to pull from first
 * @param whichBrokerWhenConsumeSlowly which broker to pull from when far behind
 * @param notifyConsumerIdsChangedEnable whether members are told when others come or go
 * @param groupSysFlag classic flags
 * @param consumeTimeoutMinute how long a message may be consumed
 * @param subscriptionDataSet subscriptions fixed by the operator; null when there are none
 * @param attributes further settings, for instance {@code priority.factor}
 */
public record SubscriptionGroupConfig(
        String groupName,
        boolean consumeEnable,
        boolean consumeFromMinEnable,
        boolean consumeBroadcastEnable,
        boolean consumeMessageOrderly,
        int retryQueueNums,
        int retryMaxTimes,
        GroupRetryPolicy groupRetryPolicy,
        long brokerId,
        long whichBrokerWhenConsumeSlowly,
        boolean notifyConsumerIdsChangedEnable,
        int groupSysFlag,
        int consumeTimeoutMinute,
        @Nullable List<FixedSubscription> subscriptionDataSet,
        Map<String, String> attributes) {

    private static final int DEFAULT_RETRY_QUEUES = 1;
    private static final int DEFAULT_RETRIES = 16;
    private static final int DEFAULT_TIMEOUT_MINUTES = 15;
    private static final long DEFAULT_SLAVE_ID = 1;

    /**
     * A subscription that the operator laid down.
     *
     * @param topic the topic
     * @param expressionType {@code TAG} or {@code SQL92}; null when not said
     * @param expression the filter; null when not said
     * @param version when it was made, ms
     */
    public record FixedSubscription(
            String topic,
            @Nullable String expressionType,
            @Nullable String expression,
            long version) {

        static FixedSubscription read(JsonObject object) {
            return new FixedSubscription(
                    object.requireText("topic"),
                    object.text("expressionType"),
                    object.text("expression"),
                    object.longOr("version", 0));
        }

        void write(JsonWriter json) {
            json.beginObject()
                    .field("expression", expression)
                    .field("expressionType", expressionType)
                    .field("topic", topic)
                    .field("version", version)
                    .endObject();
        }
    }

    public SubscriptionGroupConfig {
        subscriptionDataSet = subscriptionDataSet == null ? null : List.copyOf(subscriptionDataSet);
        attributes =
                attributes.isEmpty()
                        ? Map.of()
                        : Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
    }

    /** A group with the classic defaults. */
    public static SubscriptionGroupConfig of(String groupName) {
        return read(groupName, JsonObject.EMPTY);
    }

    public SubscriptionGroupConfig withAttributes(Map<String, String> value) {
        return new SubscriptionGroupConfig(
                groupName,
                consumeEnable,
                consumeFromMinEnable,
                consumeBroadcastEnable,
                consumeMessageOrderly,
                retryQueueNums,
                retryMaxTimes,
                groupRetryPolicy,
                brokerId,
                whichBrokerWhenConsumeSlowly,
                notifyConsumerIdsChangedEnable,
                groupSysFlag,
                consumeTimeoutMinute,
                subscriptionDataSet,
                value);
    }

    /**
     * Reads a definition; absent fields get the classic defaults.
     *
     * @throws JsonException when there is no name
     */
    public static SubscriptionGroupConfig read(JsonObject object) {
        return read(object.requireText("groupName"), object);
    }

    /** Reads the text form. */
    public static SubscriptionGroupConfig parse(String json) {
        return read(JsonReader.parseObject(json));
    }

    private static SubscriptionGroupConfig read(String groupName, JsonObject object) {
        List<FixedSubscription> subscriptions = null;
        if (object.has("subscriptionDataSet")) {
            subscriptions = new ArrayList<>();
            for (JsonObject subscription : object.objects("subscriptionDataSet")) {
                subscriptions.add(FixedSubscription.read(subscription));
            }
        }
        return new SubscriptionGroupConfig(
                groupName,
                object.booleanOr("consumeEnable", true),
                object.booleanOr("consumeFromMinEnable", true),
                object.booleanOr("consumeBroadcastEnable", true),
                object.booleanOr("consumeMessageOrderly", false),
                object.intOr("retryQueueNums", DEFAULT_RETRY_QUEUES),
                object.intOr("retryMaxTimes", DEFAULT_RETRIES),
                GroupRetryPolicy.read(object.object("groupRetryPolicy")),
                object.longOr("brokerId", 0),
                object.longOr("whichBrokerWhenConsumeSlowly", DEFAULT_SLAVE_ID),
                object.booleanOr("notifyConsumerIdsChangedEnable", true),
                object.intOr("groupSysFlag", 0),
                object.intOr("consumeTimeoutMinute", DEFAULT_TIMEOUT_MINUTES),
                subscriptions,
                object.objectOrEmpty("attributes").textMap());
    }

    /** Writes the definition as a value. */
    public void write(JsonWriter json) {
        json.beginObject()
                .field("attributes", attributes)
                .field("brokerId", brokerId)
                .field("consumeBroadcastEnable", consumeBroadcastEnable)
                .field("consumeEnable", consumeEnable)
                .field("consumeFromMinEnable", consumeFromMinEnable)
                .field("consumeMessageOrderly", consumeMessageOrderly)
                .field("consumeTimeoutMinute", consumeTimeoutMinute)
                .field("groupName", groupName)
                .fieldName("groupRetryPolicy");
        groupRetryPolicy.write(json);
        json.field("groupSysFlag", groupSysFlag)
                .field("notifyConsumerIdsChangedEnable", notifyConsumerIdsChangedEnable)
                .field("retryMaxTimes", retryMaxTimes)
                .field("retryQueueNums", retryQueueNums);
        if (subscriptionDataSet != null) {
            json.fieldName("subscriptionDataSet").beginArray();
            subscriptionDataSet.forEach(subscription -> subscription.write(json));
            json.endArray();
        }
        json.field("whichBrokerWhenConsumeSlowly", whichBrokerWhenConsumeSlowly).endObject();
    }

    /** The text form. */
    public String toJson() {
        JsonWriter json = JsonWriter.classic();
        write(json);
        return json.toString();
    }
}
