package io.apogeemq.broker.pull;

import io.apogeemq.broker.testing.MessageStore;
import io.apogeemq.common.broker.PullOutcome;
import io.apogeemq.common.broker.PullRequest;
import io.apogeemq.common.broker.Refused;
import io.apogeemq.common.broker.Subscription;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The room with a store in memory around it; who may consume what is set by tests. */
final class PullFixture implements AutoCloseable {

    static final PullGroups.Rules USUAL = new PullGroups.Rules(true, true, 0);

    /** Groups that exist, and whether others may be created. */
    static final class Groups implements PullGroups {
        final Map<String, Rules> rules = new ConcurrentHashMap<>(Map.of("group", USUAL));
        final Set<String> forbidden = new HashSet<>();
        boolean creates = true;

        @Override
        public @Nullable Rules find(String group) {
            return rules.get(group);
        }

        @Override
        public boolean create(String group) {
            if (creates) {
                rules.put(group, USUAL);
            }
            return creates;
        }

        @Override
        public boolean isReadForbidden(String group, String topic) {
            return forbidden.contains(group + "@" + topic);
        }
    }

    /** A group's members, as far as pulls see them. */
    static final class Members implements PullConsumers.Registered {
        final Map<String, Subscription> subscriptions = new HashMap<>();
        boolean broadcasting;

        @Override
        public boolean isBroadcasting() {
            return broadcasting;
        }

        @Override
        public @Nullable Subscription subscription(String topic) {
            return subscriptions.get(topic);
        }
    }

    /** What pulls noted, and the resets that wait for them. */
    static final class Progress implements PullProgress {
        final List<Long> commits = new ArrayList<>();
        final List<Long> pulled = new ArrayList<>();
        final Map<String, Long> resets = new HashMap<>();
        Runnable resetAfterLook = () -> {};

        @Override
        public void commit(String group, String topic, int queueId, long offset) {
            commits.add(offset);
        }

        @Override
        public long takeReset(String group, String topic, int queueId) {
            Long reset = resets.remove(group + "@" + topic + "@" + queueId);
            resetAfterLook.run();
            return reset == null ? NO_RESET : reset;
        }

        @Override
        public boolean hasReset(String group, String topic, int queueId) {
            return resets.containsKey(group + "@" + topic + "@" + queueId);
        }

        @Override
        public void notePulled(String group, String topic, int queueId, long nextOffset) {
            pulled.add(nextOffset);
        }
    }

    final MessageStore store = new MessageStore();
    final Groups groups = new Groups();
    final Map<String, Members> consumers = new ConcurrentHashMap<>();
    final Map<String, PullTopics.ReadAccess> topics =
            new ConcurrentHashMap<>(Map.of("topic", new PullTopics.ReadAccess(4, true)));
    final Progress progress = new Progress();
    final AtomicInteger sooner = new AtomicInteger();
    final HeldPulls held;
    final Puller puller;
    PullRules rules = PullRules.DEFAULT;

    PullFixture(PullSettings settings) {
        this(settings, Runnable::run);
    }

    PullFixture(PullSettings settings, Executor resuming) {
        held = new HeldPulls(settings, resuming, sooner::incrementAndGet);
        puller =
                new Puller(
                        new PullChecks(topics::get, groups, consumers::get, () -> rules),
                        new QueueReader(store.log(), store.index(), settings),
                        groups,
                        progress,
                        held,
                        settings,
                        store::nanos);
        store.onArrival(held);
    }

    /** Registers what a group wants of a topic. */
    Members register(String group, String topic, String expression, long version) {
        Members members = consumers.computeIfAbsent(group, name -> new Members());
        members.subscriptions.put(topic, tags(topic, expression, version));
        return members;
    }

    CompletableFuture<PullOutcome> pull(Request request) {
        return puller.pull(request.build()).toCompletableFuture();
    }

    /** The outcome of a pull that is answered at once. */
    PullOutcome answer(Request request) {
        CompletableFuture<PullOutcome> future = pull(request);
        if (!future.isDone()) {
            throw new AssertionError("the pull is held");
        }
        return future.join();
    }

    /** The bodies under a find, whose lease is closed. */
    static List<String> bodies(PullOutcome outcome) {
        if (outcome instanceof PullOutcome.Found found) {
            try (var lease = found.messages()) {
                return MessageStore.decode(lease).stream().map(MessageStore::body).toList();
            }
        }
        throw new AssertionError(outcome.toString());
    }

    static PullOutcome.Nothing nothing(PullOutcome outcome) {
        if (outcome instanceof PullOutcome.Nothing nothing) {
            return nothing;
        }
        throw new AssertionError(outcome.toString());
    }

    static PullOutcome.Forbidden forbidden(PullOutcome outcome) {
        if (outcome instanceof PullOutcome.Forbidden forbidden) {
            return forbidden;
        }
        throw new AssertionError(outcome.toString());
    }

    static Refused refused(PullOutcome outcome) {
        if (outcome instanceof Refused refused) {
            return refused;
        }
        throw new AssertionError(outcome.toString());
    }

    static Subscription tags(String topic, String expression, long version) {
        return new Subscription(topic, expression, Subscription.TAG, Set.of(), Set.of(), version);
    }

    @Override
    public void close() {
        held.close();
        store.close();
    }

    /** A pull in the making: by default everything of topic's queue 0 from its start, at once. */
    static final class Request {
        private String group = "group";
        private String topic = "topic";
        private int queueId;
        private long offset;
        private int maxMessages = 32;
        private int maxBytes;
        private long commitOffset = -1;
        private long holdMillis;
        private @Nullable Subscription subscription = tags("topic", "*", 0);
        private long version;
        private boolean lite;

        static Request pullFrom(long offset) {
            Request request = new Request();
            request.offset = offset;
            return request;
        }

        Request group(String value) {
            group = value;
            return this;
        }

        Request topic(String value) {
            topic = value;
            return this;
        }

        Request queue(int value) {
            queueId = value;
            return this;
        }

        Request atMost(int messages) {
            maxMessages = messages;
            return this;
        }

        Request atMostBytes(int bytes) {
            maxBytes = bytes;
            return this;
        }

        Request committing(long value) {
            commitOffset = value;
            return this;
        }

        Request held(long millis) {
            holdMillis = millis;
            return this;
        }

        Request wanting(String expression) {
            subscription = tags(topic, expression, 0);
            return this;
        }

        Request wanting(Subscription value) {
            subscription = value;
            return this;
        }

        /** Uses what the group has registered. */
        Request registered(long knownVersion) {
            subscription = null;
            version = knownVersion;
            return this;
        }

        Request lite() {
            lite = true;
            return this;
        }

        PullRequest build() {
            return new PullRequest(
                    group,
                    topic,
                    queueId,
                    offset,
                    maxMessages,
                    maxBytes,
                    commitOffset,
                    holdMillis,
                    subscription,
                    version,
                    lite);
        }
    }
}
