package io.apogeemq.broker.topic;

import io.apogeemq.common.broker.Refused.Reason;
import io.apogeemq.common.message.SystemTopics;
import io.apogeemq.common.message.TopicNames;
import io.apogeemq.common.route.Permission;
import io.apogeemq.common.route.TopicConfig;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which topics may be made or changed, and how they look then. Changes nothing, any thread. */
final class TopicChecks {

    private static final int UNIT_FLAG = 1;

    private final SystemTopics systemTopics;

    TopicChecks(SystemTopics systemTopics) {
        this.systemTopics = systemTopics;
    }

    /**
     * A topic as an operator wants it.
     *
     * @param wanted its attributes are changes, names with a sign in front
     * @param present null when there is none of that name
     * @return as the topic will be, or why it can't
     */
    TopicOutcome changed(TopicConfig wanted, @Nullable TopicConfig present, TopicRules rules) {
        String problem = problem(wanted, rules);
        if (problem != null) {
            return invalid(problem);
        }
        Map<String, String> attributes = present == null ? Map.of() : present.attributes();
        return switch (TopicAttributes.TABLE.apply(
                present == null, attributes, wanted.attributes())) {
            case AttributeTable.Result.Invalid invalid -> invalidAttribute(invalid);
            case AttributeTable.Result.Changed changed ->
                    new TopicOutcome.Ready(wanted.withAttributes(changed.attributes()));
        };
    }

    private @Nullable String problem(TopicConfig wanted, TopicRules rules) {
        String topic = wanted.topicName();
        String nameProblem = TopicNames.topicProblem(topic);
        if (nameProblem != null) {
            return nameProblem;
        }
        if (systemTopics.isSystem(topic)) {
            return "topic %s: is a system topic, which cannot be changed".formatted(topic);
        }
        if (!isQueueCount(wanted.readQueueNums()) || !isQueueCount(wanted.writeQueueNums())) {
            return "readQueueNums, writeQueueNums: %d, %d (expected: 0 to %d)"
                    .formatted(wanted.readQueueNums(), wanted.writeQueueNums(), Topics.MAX_QUEUES);
        }
        if (!Permission.isKnown(wanted.perm())) {
            return "perm: %d (expected: sum of 4 read, 2 write, 1 template)"
                    .formatted(wanted.perm());
        }
        if (!rules.mixedMessageTypes()
                && TopicAttributes.MIXED.equals(
                        wanted.attributes().get('+' + TopicAttributes.MESSAGE_TYPE))) {
            return "message.type: MIXED (expected: one type; enableMixedMessageType allows more)";
        }
        return null;
    }

    private static boolean isQueueCount(int count) {
        return count >= 0 && count <= Topics.MAX_QUEUES;
    }

    /**
     * A topic that a send makes.
     *
     * @param model the topic named as template; null when there is none
     * @param present how many topics there are
     * @return as the topic will be, or why it can't
     */
    TopicOutcome afterTemplate(
            String topic,
            String template,
            @Nullable TopicConfig model,
            int queueNums,
            boolean unitMode,
            int present,
            TopicRules rules) {
        String nameProblem = TopicNames.topicProblem(topic);
        if (nameProblem != null) {
            return invalid(nameProblem);
        }
        if (systemTopics.isSystem(topic) || model == null) {
            return missing(topic, template, "does not exist either");
        }
        boolean automatic = template.equals(SystemTopics.AUTO_CREATE_TEMPLATE);
        if ((automatic && !rules.autoCreate()) || !Permission.isInherited(model.perm())) {
            return missing(topic, template, "is no template here");
        }
        if (present >= rules.autoCreateUpTo()) {
            return new TopicOutcome.Refused(
                    Reason.TOPIC_NOT_EXIST,
                    "topic %s does not exist, and this broker has %d topics, so many that sends make no more (apogee.broker.topics.auto-create-up-to); create it with: mqadmin updateTopic"
                            .formatted(topic, present));
        }
        int queues = Math.min(queueNums, model.writeQueueNums());
        if (queues < 1) {
            return missing(topic, template, "would give it no queue");
        }
        return new TopicOutcome.Ready(
                TopicConfig.of(topic, queues)
                        .withPerm(model.perm() & ~Permission.INHERIT)
                        .withTopicFilterType(model.topicFilterType())
                        .withTopicSysFlag(unitMode ? UNIT_FLAG : 0));
    }

    private static TopicOutcome missing(String topic, String template, String why) {
        return new TopicOutcome.Refused(
                Reason.TOPIC_NOT_EXIST,
                "topic %s does not exist, and the topic that it could be made after, %s, %s; create it with: mqadmin updateTopic"
                        .formatted(topic, template.isBlank() ? "none" : template, why));
    }

    /** Why a topic may not be deleted; null when it may. */
    TopicOutcome.@Nullable Refused undeletable(String topic) {
        if (topic.isBlank()) {
            return invalid("topic: is blank (expected: a name)");
        }
        return systemTopics.isSystem(topic)
                ? invalid("topic %s: is a system topic, which cannot be deleted".formatted(topic))
                : null;
    }

    private static TopicOutcome.Refused invalid(String detail) {
        return new TopicOutcome.Refused(Reason.INVALID_PARAMETER, detail);
    }

    /** The classic servers answer faults of attributes with their general error. */
    static TopicOutcome.Refused invalidAttribute(AttributeTable.Result.Invalid invalid) {
        return new TopicOutcome.Refused(Reason.SYSTEM_ERROR, invalid.detail());
    }
}
