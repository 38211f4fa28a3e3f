package io.apogeemq.broker.config;

import io.apogeemq.broker.client.Clients;
import io.apogeemq.broker.group.Groups;
import io.apogeemq.broker.progress.Progress;
import io.apogeemq.broker.pull.PullConsumers;
import io.apogeemq.broker.pull.PullGroups;
import io.apogeemq.broker.pull.PullProgress;
import io.apogeemq.broker.pull.PullSettings;
import io.apogeemq.broker.pull.PullTopics;
import io.apogeemq.broker.topic.Topics;
import io.apogeemq.common.broker.Heartbeat.MessageModel;
import io.apogeemq.common.broker.Subscription;
import io.apogeemq.common.route.Permission;
import io.apogeemq.common.route.SubscriptionGroupConfig;
import io.apogeemq.common.route.TopicConfig;
import org.jspecify.annotations.Nullable;

/** Joins what pulling asks for to the rooms that know it. */
final class PullSources {

    private PullSources() {}

    /** The fixed limits, with those among them that a file may set. */
    static PullSettings settings(BrokerProperties.Pull pull) {
        PullSettings usual = PullSettings.DEFAULT;
        return new PullSettings(
                usual.maxScanEntries(),
                usual.maxHeldPulls(),
                usual.maxHeldBytes(),
                usual.maxHold(),
                pull.shortPolling(),
                usual.heartbeatWait());
    }

    static PullTopics topics(Topics topics) {
        return name -> {
            TopicConfig topic = topics.find(name);
            return topic == null
                    ? null
                    : new PullTopics.ReadAccess(
                            topic.readQueueNums(), Permission.isReadable(topic.perm()));
        };
    }

    static PullGroups groups(Groups groups) {
        return new PullGroups() {
            @Override
            public PullGroups.@Nullable Rules find(String group) {
                SubscriptionGroupConfig config = groups.find(group);
                return config == null
                        ? null
                        : new PullGroups.Rules(
                                config.consumeEnable(),
                                config.consumeBroadcastEnable(),
                                config.brokerId());
            }

            @Override
            public boolean create(String group) {
                return groups.findOrCreate(group) != null;
            }

            @Override
            public boolean isReadForbidden(String group, String topic) {
                return groups.isReadForbidden(group, topic);
            }
        };
    }

    static PullConsumers consumers(Clients clients) {
        return group -> {
            MessageModel model = clients.messageModel(group);
            return model == null
                    ? null
                    : new PullConsumers.Registered() {
                        @Override
                        public boolean isBroadcasting() {
                            return model == MessageModel.BROADCASTING;
                        }

                        @Override
                        public @Nullable Subscription subscription(String topic) {
                            return clients.subscription(group, topic);
                        }
                    };
        };
    }

    static PullProgress progress(Progress progress) {
        return new PullProgress() {
            @Override
            public void commit(String group, String topic, int queueId, long offset) {
                progress.commit(group, topic, queueId, offset);
            }

            @Override
            public long takeReset(String group, String topic, int queueId) {
                return progress.takeReset(group, topic, queueId);
            }

            @Override
            public boolean hasReset(String group, String topic, int queueId) {
                return progress.hasReset(group, topic, queueId);
            }

            @Override
            public void notePulled(String group, String topic, int queueId, long nextOffset) {
                progress.notePulled(group, topic, queueId, nextOffset);
            }
        };
    }
}
