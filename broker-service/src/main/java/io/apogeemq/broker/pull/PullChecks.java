package io.apogeemq.broker.pull;

import io.apogeemq.broker.filter.FilterOutcome;
import io.apogeemq.broker.filter.Filters;
import io.apogeemq.common.broker.PullOutcome;
import io.apogeemq.common.broker.PullOutcome.Bar;
import io.apogeemq.common.broker.PullRequest;
import io.apogeemq.common.broker.Refused;
import io.apogeemq.common.broker.Refused.Reason;
import io.apogeemq.common.broker.Subscription;
import io.apogeemq.common.message.SystemTopics;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether a pull may read, and through which filter. The order of the checks is the classic one:
 * clients tell their users the first that fails. Any thread, nothing is changed.
 */
public final class PullChecks {

    private final PullTopics topics;
    private final PullGroups groups;
    private final PullConsumers consumers;
    private final Supplier<PullRules> rules;

    public PullChecks(
            PullTopics topics,
            PullGroups groups,
            PullConsumers consumers,
            Supplier<PullRules> rules) {
        this.topics = topics;
        this.groups = groups;
        this.consumers = consumers;
        this.rules = rules;
    }

    Admission check(PullRequest request) {
        PullRules now = rules.get();
        if (!now.readable()) {
            return forbidden(Bar.BROKER, "the broker is closed for reads by its permission");
        }
        if (request.lite() && !now.litePull()) {
            return forbidden(Bar.BROKER, "the broker is configured not to serve lite pull");
        }
        PullGroups.Rules group = groups.find(request.group());
        if (group == null) {
            return new Admission.GroupMissing(
                    new Refused(
                            Reason.GROUP_NOT_EXIST,
                            "consumer group %s does not exist".formatted(request.group())));
        }
        if (!group.consumeEnabled()) {
            return forbidden(
                    Bar.GROUP, "consumer group %s may not consume".formatted(request.group()));
        }
        PullOutcome refusal = checkTopic(request);
        if (refusal != null) {
            return new Admission.Denied(refusal);
        }
        Subscription own = request.subscription();
        if (own == null) {
            return checkRegistered(request, group, now);
        }
        // The classic servers look at the switch only for what is registered; but one that a
        // client turns off by sending its subscription along would keep nobody out.
        return groups.isReadForbidden(request.group(), request.topic())
                ? readForbidden(request)
                : filtered(own, group, now);
    }

    private @Nullable PullOutcome checkTopic(PullRequest request) {
        PullTopics.ReadAccess topic = topics.find(request.topic());
        // The broker's own bookkeeping is nobody's topic.
        if (topic == null || request.topic().equals(SystemTopics.STATE)) {
            return new Refused(
                    Reason.TOPIC_NOT_EXIST,
                    "topic %s does not exist on this broker".formatted(request.topic()));
        }
        if (!topic.permitted()) {
            return new PullOutcome.Forbidden(
                    Bar.TOPIC,
                    "topic %s on this broker is closed for reads".formatted(request.topic()));
        }
        if (request.queueId() < 0 || request.queueId() >= topic.readQueues()) {
            return new Refused(
                    Reason.INVALID_PARAMETER,
                    "queueId: %d (expected: 0..%d for topic %s)"
                            .formatted(request.queueId(), topic.readQueues() - 1, request.topic()));
        }
        return null;
    }

    private Admission checkRegistered(PullRequest request, PullGroups.Rules group, PullRules now) {
        PullConsumers.Registered registered = consumers.find(request.group());
        if (registered == null) {
            return unregistered(
                    Reason.SUBSCRIPTION_NOT_EXIST,
                    "consumer group %s has no member that this broker knows"
                            .formatted(request.group()));
        }
        if (registered.isBroadcasting() && !group.broadcastEnabled()) {
            return forbidden(
                    Bar.BROADCASTING,
                    "consumer group %s may not consume by broadcasting".formatted(request.group()));
        }
        if (groups.isReadForbidden(request.group(), request.topic())) {
            return readForbidden(request);
        }
        Subscription subscription = registered.subscription(request.topic());
        if (subscription == null) {
            return unregistered(
                    Reason.SUBSCRIPTION_NOT_EXIST,
                    "consumer group %s does not subscribe to topic %s"
                            .formatted(request.group(), request.topic()));
        }
        if (subscription.version() < request.subscriptionVersion()) {
            return unregistered(
                    Reason.SUBSCRIPTION_NOT_LATEST,
                    "consumer group %s: its subscription to topic %s has version %d here (expected: >= %d)"
                            .formatted(
                                    request.group(),
                                    request.topic(),
                                    subscription.version(),
                                    request.subscriptionVersion()));
        }
        return filtered(subscription, group, now);
    }

    private static Admission readForbidden(PullRequest request) {
        return forbidden(
                Bar.GROUP_FROM_TOPIC,
                "consumer group %s is kept from reading topic %s by an operator"
                        .formatted(request.group(), request.topic()));
    }

    private static Admission filtered(
            Subscription subscription, PullGroups.Rules group, PullRules now) {
        return switch (Filters.of(subscription)) {
            case FilterOutcome.Ready ready ->
                    new Admission.Admitted(ready.filter(), group.preferredBrokerId(), now);
            case FilterOutcome.Unparsable no ->
                    denied(Reason.SUBSCRIPTION_PARSE_FAILED, no.detail());
            // Clients know 1 for it; 3 would say that pulling itself is unknown.
            case FilterOutcome.Unsupported no -> denied(Reason.SYSTEM_ERROR, no.detail());
        };
    }

    private static Admission forbidden(Bar bar, String detail) {
        return new Admission.Denied(new PullOutcome.Forbidden(bar, detail));
    }

    private static Admission denied(Reason reason, String detail) {
        return new Admission.Denied(new Refused(reason, detail));
    }

    private static Admission unregistered(Reason reason, String detail) {
        return new Admission.Unregistered(new Refused(reason, detail));
    }
}
