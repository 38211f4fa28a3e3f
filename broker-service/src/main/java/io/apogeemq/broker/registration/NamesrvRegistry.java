package io.apogeemq.broker.registration;

import io.apogeemq.broker.topic.TopicChangeListener;
import io.apogeemq.broker.topic.Topics;
import io.apogeemq.common.boot.StartRefused;
import io.apogeemq.common.protocol.ResponseCode;
import io.apogeemq.common.remoting.RemotingClient;
import io.apogeemq.common.remoting.Response;
import io.apogeemq.common.route.BrokerRegistration;
import io.apogeemq.common.route.TopicConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.cloud.client.serviceregistry.ServiceRegistry;

/**
 * Keeps every NameServer told who this broker is and which topics it has: in full when it starts
 * and from time to time, incrementally when topics change, at once when a connection was lost. Each
 * NameServer is told for itself; one that cannot be reached costs the others nothing.
 *
 * <p>Thread-safe; only {@link #refuseIfHeldByAnother} and {@link #deregister} wait, shortly.
 */
public final class NamesrvRegistry
        implements ServiceRegistry<BrokerInstance>, TopicChangeListener, AutoCloseable {

    /** Status of a broker that takes part. */
    public static final String UP = "UP";

    /** Status of a broker that was taken out of rotation. */
    public static final String OUT_OF_SERVICE = "OUT_OF_SERVICE";

    private static final Logger LOG = LoggerFactory.getLogger(NamesrvRegistry.class);
    private static final Duration FAREWELL = Duration.ofSeconds(2);
    private static final int READ_AND_WRITE = 6;
    private static final Duration ASKING = Duration.ofSeconds(8);

    /** What is known of one NameServer. */
    private record Told(boolean reached, String problem) {}

    private final NamesrvClient client;
    private final Topics topics;
    private final Supplier<List<String>> addresses;
    private final IntSupplier permission;
    private final Duration timeout;
    private final Map<String, Told> told = new ConcurrentHashMap<>();
    private volatile @Nullable BrokerInstance registered;
    private volatile boolean outOfService;

    /**
     * Prepares; nothing is said yet.
     *
     * @param addresses the NameServers now, {@code host:port} each; asked every time
     * @param permission the broker's permission bits now; topics are registered cut down to them
     * @param timeout the longest wait for one registration
     */
    public NamesrvRegistry(
            RemotingClient client,
            Topics topics,
            Supplier<List<String>> addresses,
            IntSupplier permission,
            Duration timeout) {
        this.client = new NamesrvClient(client, UUID.randomUUID().toString());
        this.topics = topics;
        this.addresses = addresses;
        this.permission = permission;
        this.timeout = timeout;
        client.onDisconnect(this::reconnect);
        topics.listen(this);
    }

    /**
     * Asks the NameServers who holds the broker's name and id. Two masters of one name would each
     * take a part of the messages and of the progress.
     *
     * @throws StartRefused when another address holds it and still answers
     */
    public void refuseIfHeldByAnother(BrokerInstance broker) {
        List<CompletableFuture<Optional<String>>> asked = new ArrayList<>();
        for (String namesrv : addresses.get()) {
            asked.add(
                    client.holder(namesrv, broker)
                            .exceptionally(unreachable -> Optional.empty())
                            .toCompletableFuture());
        }
        Set<String> others = new TreeSet<>();
        for (CompletableFuture<Optional<String>> answer : asked) {
            await(answer, Optional.<String>empty()).ifPresent(others::add);
        }
        others.remove(broker.address());
        for (String other : others) {
            if (await(client.answers(other).toCompletableFuture(), false)) {
                throw new StartRefused(
                        "The broker name %s with id %d is held by %s, which answers. Stop it first, or give this one another brokerName or brokerId; where only a proxy was wanted, start it with -pm cluster."
                                .formatted(broker.brokerName(), broker.brokerId(), other));
            }
        }
    }

    private static <T> T await(CompletableFuture<T> answer, T otherwise) {
        try {
            return answer.get(ASKING.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return otherwise;
        } catch (java.util.concurrent.ExecutionException | TimeoutException e) {
            // Who does not answer holds nothing.
            return otherwise;
        }
    }

    @Override
    public void register(@Nullable BrokerInstance broker) {
        registered = Objects.requireNonNull(broker);
        outOfService = false;
        registerAll();
    }

    /** Tells all NameServers everything; called at start and then from time to time. */
    public void registerAll() {
        BrokerInstance broker = registered;
        if (broker == null || outOfService) {
            return;
        }
        BrokerRegistration body = everything();
        told.keySet().retainAll(addresses.get());
        for (String namesrv : addresses.get()) {
            register(namesrv, broker, body);
        }
    }

    /**
     * Looks the NameServers' names up anew; where one leads to another machine by now that one is
     * told everything. Returns at once.
     */
    public void resolveAnew() {
        addresses.get().forEach(client::leaveIfMoved);
    }

    private BrokerRegistration everything() {
        return BrokerRegistration.of(topics.version(), permitted(topics.all().values()));
    }

    private void reconnect(String namesrv) {
        BrokerInstance broker = registered;
        if (broker != null && !outOfService && addresses.get().contains(namesrv)) {
            note(namesrv, new Told(false, "the connection was lost"));
            register(namesrv, broker, everything());
        }
    }

    @Override
    public void topicsChanged(Set<String> changed) {
        BrokerInstance broker = registered;
        if (broker == null || outOfService) {
            return;
        }
        List<TopicConfig> those = new ArrayList<>(changed.size());
        for (String name : changed) {
            TopicConfig topic = topics.find(name);
            if (topic != null) {
                those.add(topic);
            }
        }
        BrokerRegistration body = BrokerRegistration.of(topics.version(), permitted(those));
        for (String namesrv : addresses.get()) {
            // One that missed something gets everything: it may take the version of a part for
            // proof that it has all of that version.
            register(namesrv, broker, isReached(namesrv) ? body : everything());
        }
    }

    private boolean isReached(String namesrv) {
        Told last = told.get(namesrv);
        return last != null && last.reached();
    }

    @Override
    public void topicDeleted(String topic, long physicalOffset) {
        // NameServers drop a topic when they are told to by the operator's tool, not by omission.
    }

    private List<TopicConfig> permitted(Iterable<TopicConfig> all) {
        int mask = permission.getAsInt();
        List<TopicConfig> cut = new ArrayList<>();
        for (TopicConfig topic : all) {
            int allowed = topic.perm() & (mask | ~READ_AND_WRITE);
            cut.add(allowed == topic.perm() ? topic : topic.withPerm(allowed));
        }
        return cut;
    }

    private CompletionStage<Void> register(
            String namesrv, BrokerInstance broker, BrokerRegistration body) {
        return client.register(namesrv, broker, body, timeout)
                .handle(
                        (response, failure) -> {
                            note(namesrv, outcome(response, failure));
                            return null;
                        });
    }

    private static Told outcome(@Nullable Response response, @Nullable Throwable failure) {
        if (failure != null) {
            return new Told(false, String.valueOf(failure.getMessage()));
        }
        if (response == null || response.code() != ResponseCode.SUCCESS) {
            return new Told(false, "refused: " + (response == null ? "" : response.remark()));
        }
        return new Told(true, "");
    }

    /** Notes and, on a change, says how it stands with a NameServer. */
    private void note(String namesrv, Told now) {
        Told before = told.put(namesrv, now);
        if (now.reached() && (before == null || !before.reached())) {
            LOG.atInfo().addKeyValue("namesrv", namesrv).log("Registered at the NameServer");
        } else if (!now.reached() && (before == null || before.reached())) {
            LOG.atWarn()
                    .addKeyValue("namesrv", namesrv)
                    .addKeyValue("problem", now.problem())
                    .log("The NameServer is not reached; trying again");
        }
    }

    /** How many of the NameServers know this broker. */
    public int reached() {
        return (int) told.values().stream().filter(Told::reached).count();
    }

    /** Which NameServers know this broker, and what keeps the others from it. */
    public Map<String, String> states() {
        Map<String, String> states = new java.util.TreeMap<>();
        for (String namesrv : addresses.get()) {
            Told last = told.get(namesrv);
            states.put(
                    namesrv,
                    outOfService
                            ? "out of service"
                            : last == null
                                    ? "not told yet"
                                    : last.reached() ? "registered" : last.problem());
        }
        return states;
    }

    @Override
    public void deregister(@Nullable BrokerInstance broker) {
        registered = null;
        sayFarewell(Objects.requireNonNull(broker));
    }

    private void sayFarewell(BrokerInstance broker) {
        List<CompletableFuture<Response>> farewells = new ArrayList<>();
        for (String namesrv : addresses.get()) {
            if (isReached(namesrv)) {
                farewells.add(client.unregister(namesrv, broker).toCompletableFuture());
            }
        }
        try {
            CompletableFuture.allOf(farewells.toArray(CompletableFuture<?>[]::new))
                    .get(FAREWELL.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (java.util.concurrent.ExecutionException | TimeoutException e) {
            LOG.atInfo()
                    .addKeyValue("reason", String.valueOf(e.getMessage()))
                    .log(
                            "Not every NameServer took the farewell; they notice the closed connection");
        }
        told.clear();
    }

    @Override
    public void setStatus(BrokerInstance broker, String status) {
        switch (status) {
            case UP -> register(broker);
            case OUT_OF_SERVICE, "DOWN" -> {
                outOfService = true;
                sayFarewell(broker);
            }
            default ->
                    throw new IllegalArgumentException(
                            "status: %s (expected: UP or OUT_OF_SERVICE)".formatted(status));
        }
    }

    @Override
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    public <T> T getStatus(BrokerInstance broker) {
        // The interface leaves the type to the registry: here it is a text.
        return (T) (outOfService ? OUT_OF_SERVICE : UP);
    }

    @Override
    public void close() {
        registered = null;
    }
}
