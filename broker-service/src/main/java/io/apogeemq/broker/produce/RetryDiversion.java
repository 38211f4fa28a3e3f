package io.apogeemq.broker.produce;

import io.apogeemq.broker.group.Groups;
import io.apogeemq.common.broker.Refused;
import io.apogeemq.common.broker.SendRequest;
import io.apogeemq.common.message.TopicNames;
import io.apogeemq.common.route.SubscriptionGroupConfig;

/**
 * Decides what becomes of a message that a consumer sends to its retry topic itself: another try,
 * or the dead letter topic. Any thread.
 */
public final class RetryDiversion {

    /** Clients from this version on state their own limit of tries. */
    private static final int VERSION_WITH_LIMIT = 121;

    sealed interface Decision permits Keep, DeadLetter, Refuse {}

    /** It stays in the retry topic. */
    record Keep() implements Decision {}

    /** Its tries are over, or the group consumes in order and has given it up. */
    record DeadLetter(String topic) implements Decision {}

    /** The group may not have it. */
    record Refuse(Refused.Reason reason, String detail) implements Decision {}

    private final Groups groups;
    private final GroupLocks locks;

    public RetryDiversion(Groups groups, GroupLocks locks) {
        this.groups = groups;
        this.locks = locks;
    }

    Decision decide(SendRequest request) {
        String group = TopicNames.groupOfRetryTopic(request.topic());
        SubscriptionGroupConfig config = groups.findOrCreate(group);
        if (config == null) {
            return new Refuse(
                    Refused.Reason.GROUP_NOT_EXIST,
                    "consumer group %s does not exist and may not be created here"
                            .formatted(group));
        }
        int tries = tries(config, request.clientVersion(), request.maxReconsumeTimes());
        if (request.reconsumeTimes() > tries || locks.holdsAny(group)) {
            return new DeadLetter(TopicNames.deadLetterTopic(group));
        }
        return new Keep();
    }

    /**
     * After how many tries a message of a group is dead.
     *
     * @param stated the limit in the client's request, below 0 when it does not say
     */
    static int tries(SubscriptionGroupConfig config, int clientVersion, int stated) {
        return clientVersion >= VERSION_WITH_LIMIT && stated >= 0 ? stated : config.retryMaxTimes();
    }
}
