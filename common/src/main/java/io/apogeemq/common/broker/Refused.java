package io.apogeemq.common.broker;

/**
 * The answer to a request that was not carried out. Nothing has changed.
 *
 * @param reason why, from a closed list that each protocol maps to its own code
 * @param detail one sentence for the person behind the client: what is wrong and, where there is
 *     one, the cure
 */
public record Refused(Reason reason, String detail)
        implements SendOutcome,
                SendBackOutcome,
                PullOutcome,
                OffsetOutcome,
                HeartbeatOutcome,
                MemberOutcome,
                AcknowledgedOutcome,
                QueryOutcome {

    /** Why a request is refused. */
    public enum Reason {
        /** Something broke inside the broker. */
        SYSTEM_ERROR,
        /** Overload: try later or elsewhere. */
        SYSTEM_BUSY,
        /** What was asked does not exist in this broker. */
        NOT_SUPPORTED,
        /** The message itself is at fault: too long, empty, malformed. */
        MESSAGE_ILLEGAL,
        /** The broker does not take writes now: stopping, disk full, a slave. */
        SERVICE_NOT_AVAILABLE,
        /** Topic, group or broker does not permit it. */
        NO_PERMISSION,
        TOPIC_NOT_EXIST,
        GROUP_NOT_EXIST,
        /** A parameter is out of range or ill-formed. */
        INVALID_PARAMETER,
        /** The filter expression cannot be parsed. */
        SUBSCRIPTION_PARSE_FAILED,
        /** The group, or its subscription to this topic, is not registered. */
        SUBSCRIPTION_NOT_EXIST,
        /** The registered subscription is older than the request's. */
        SUBSCRIPTION_NOT_LATEST,
        /** Nothing stored under that offset, key or group. */
        NOT_FOUND,
        /** The pull is throttled. */
        FLOW_CONTROL,
        /** No such consumer is connected. */
        CONSUMER_NOT_ONLINE
    }
}
