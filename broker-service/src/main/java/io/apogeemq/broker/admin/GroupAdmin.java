package io.apogeemq.broker.admin;

import static java.util.concurrent.CompletableFuture.completedStage;

import io.apogeemq.broker.admin.AdminOutcome.Done;
import io.apogeemq.broker.group.GroupOutcome;
import io.apogeemq.broker.group.Groups;
import io.apogeemq.broker.progress.Progress;
import io.apogeemq.common.broker.AcknowledgedOutcome;
import io.apogeemq.common.broker.Refused;
import io.apogeemq.common.broker.Refused.Reason;
import io.apogeemq.common.route.DataVersion;
import io.apogeemq.common.route.SubscriptionGroupConfig;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Operators and subscription groups. Any thread; keeps nothing itself. */
public final class GroupAdmin {

    private final Groups groups;
    private final Progress progress;

    public GroupAdmin(Groups groups, Progress progress) {
        this.groups = groups;
        this.progress = progress;
    }

    /** Creates groups or replaces them; their attributes are changes, names with a sign. */
    public CompletionStage<AdminOutcome<Done>> putAll(List<SubscriptionGroupConfig> wanted) {
        return wanted.isEmpty()
                ? completedStage(AdminOutcome.done())
                : groups.putAll(wanted)
                        .thenApply(
                                outcome ->
                                        switch (outcome) {
                                            case GroupOutcome.Ready ready -> AdminOutcome.done();
                                            case GroupOutcome.Refused refused ->
                                                    AdminOutcome.denied(
                                                            refused.reason(), refused.detail());
                                        });
    }

    /**
     * Deletes a group; one that does not exist is deleted.
     *
     * @param withProgress whether its offsets go too
     */
    public CompletionStage<AdminOutcome<Done>> delete(String group, boolean withProgress) {
        return groups.delete(group)
                .thenCompose(
                        refused -> {
                            if (refused != null) {
                                return completedStage(
                                        AdminOutcome.denied(refused.reason(), refused.detail()));
                            }
                            return withProgress
                                    ? progress.dropGroup(group).thenApply(GroupAdmin::outcome)
                                    : completedStage(AdminOutcome.done());
                        });
    }

    /** Deletes groups one after the other, up to the first that is refused. */
    public CompletionStage<AdminOutcome<Done>> deleteAll(List<String> names, boolean withProgress) {
        if (names.isEmpty()) {
            return completedStage(
                    AdminOutcome.denied(
                            Reason.INVALID_PARAMETER, "The specified group name list is blank."));
        }
        CompletionStage<AdminOutcome<Done>> last = completedStage(AdminOutcome.done());
        for (String group : names) {
            last =
                    last.thenCompose(
                            before ->
                                    switch (before) {
                                        case AdminOutcome.Answered<Done> done ->
                                                delete(group, withProgress);
                                        case AdminOutcome.Denied<Done> denied ->
                                                completedStage(denied);
                                    });
        }
        return last;
    }

    static AdminOutcome<Done> outcome(AcknowledgedOutcome outcome) {
        return switch (outcome) {
            case AcknowledgedOutcome.Done done -> AdminOutcome.done();
            case Refused refused -> new AdminOutcome.Denied<>(refused);
        };
    }

    /** One group. Asking never creates it. */
    public AdminOutcome<SubscriptionGroupConfig> config(String group) {
        SubscriptionGroupConfig config = groups.find(group);
        return config != null
                ? AdminOutcome.answered(config)
                : AdminOutcome.denied(Reason.GROUP_NOT_EXIST, "No group in this broker. " + group);
    }

    /** All groups, or a page of them. */
    public MetadataPage<SubscriptionGroupConfig> all(MetadataPage.@Nullable Wish wish) {
        // The version first: a table that is newer than its version makes readers start over.
        DataVersion version = groups.version();
        return MetadataPage.of(groups.all(), version, wish);
    }

    /** What groups may not do, by group and topic, as classic bits. */
    public Map<String, Map<String, Integer>> forbidden() {
        return groups.forbidden();
    }

    /**
     * Keeps a group from reading a topic, or lets it again.
     *
     * @param readable null only asks
     * @return whether the group may read the topic now
     */
    public CompletionStage<AdminOutcome<Boolean>> readable(
            String group, String topic, @Nullable Boolean readable) {
        if (readable == null) {
            return completedStage(AdminOutcome.answered(!groups.isReadForbidden(group, topic)));
        }
        return groups.forbid(group, topic, readable)
                .thenApply(
                        refused ->
                                refused != null
                                        ? AdminOutcome.denied(refused.reason(), refused.detail())
                                        : AdminOutcome.answered(
                                                !groups.isReadForbidden(group, topic)));
    }
}
