package io.apogeemq.broker.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * All settings of a broker, under {@code apogee.broker}.
 *
 * @param clusterName the cluster that the broker registers under
 * @param name the name that a master and its slaves share; by default the host's name
 * @param id above 0 for a slave; a master is 0 whatever is given
 * @param role what the broker is within its group
 * @param bindAddress where to listen
 * @param listenPort where clients come; 0 lets the system choose. The fast port is two below
 * @param advertise the address that others are told; by default one that they can reach
 * @param namesrvAddr NameServers, each {@code host:port}; none for a broker on its own
 * @param permission 4 to read, 2 to write, added up; what topics permit is cut down to it
 * @param region what send results name as the broker's region
 * @param traceOn whether clients are asked to trace
 * @param store where and how messages are kept
 * @param topics how topics come into being
 * @param groups how consumer groups come into being
 * @param pull how much a pull gets and how long it may wait
 * @param clients how connected clients are watched
 * @param registration how NameServers are told
 * @param replication how slaves take part
 * @param network limits of connections
 */
@ConfigurationProperties(prefix = "apogee.broker", ignoreUnknownFields = false)
record BrokerProperties(
        @DefaultValue("DefaultCluster") String clusterName,
        @Nullable String name,
        @DefaultValue("0") long id,
        @DefaultValue("async-master") Role role,
        @DefaultValue("0.0.0.0") String bindAddress,
        @DefaultValue("10911") int listenPort,
        @Nullable String advertise,
        @DefaultValue List<String> namesrvAddr,
        @DefaultValue("6") int permission,
        @DefaultValue("DefaultRegion") String region,
        @DefaultValue("true") boolean traceOn,
        @DefaultValue Store store,
        @DefaultValue Topics topics,
        @DefaultValue Groups groups,
        @DefaultValue Pull pull,
        @DefaultValue Clients clients,
        @DefaultValue Registration registration,
        @DefaultValue Replication replication,
        @DefaultValue Network network) {

    BrokerProperties {
        namesrvAddr = List.copyOf(namesrvAddr);
        within("apogee.broker.permission", permission, 0, 7);
        within("apogee.broker.id", id, -1, Long.MAX_VALUE);
        within("apogee.broker.listen-port", listenPort, 0, 65_535);
    }

    /** The broker's name; the host's where none is given. */
    String nameOrHost() {
        if (name != null && !name.isBlank()) {
            return name;
        }
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            // A machine without a name of its own; the classic fallback.
            return "DEFAULT_BROKER";
        }
    }

    /** Where slaves come. */
    int haPort() {
        Integer given = replication.port();
        return given != null ? given : listenPort + 1;
    }

    /** What a broker is within its group. */
    enum Role {
        ASYNC_MASTER,
        SYNC_MASTER,
        SLAVE
    }

    /** When a message counts as stored on this machine. */
    enum Flush {
        ASYNC_FLUSH,
        SYNC_FLUSH
    }

    /**
     * Where and how messages are kept.
     *
     * @param directory the store; by default {@code ~/store}
     * @param commitLogDirectory the log's segments; by default {@code commitlog} in the store
     * @param segmentSize length of a segment file, fixed for the life of a store
     * @param flush whether a send waits for the disk
     * @param flushInterval how often the disk is forced when no send waits for it
     * @param syncFlushTimeout the longest wait of a send for the disk
     * @param allocateAhead how far ahead of the log's end disk blocks are made real
     * @param prefaultAhead how far ahead of the log's end pages are touched
     * @param maxMessageSize longest message body, and longest batch
     * @param recordCrc whether records end with a checksum of the whole record
     */
    record Store(
            @Nullable Path directory,
            @Nullable Path commitLogDirectory,
            @DefaultValue("1GB") DataSize segmentSize,
            @DefaultValue("async-flush") Flush flush,
            @DefaultValue("500ms") Duration flushInterval,
            @DefaultValue("5s") Duration syncFlushTimeout,
            @DefaultValue("64MB") DataSize allocateAhead,
            @DefaultValue("8MB") DataSize prefaultAhead,
            @DefaultValue("4MB") DataSize maxMessageSize,
            @DefaultValue("true") boolean recordCrc) {

        Store {
            if (commitLogDirectory != null && commitLogDirectory.toString().contains(",")) {
                throw new IllegalArgumentException(
                        "apogee.broker.store.commit-log-directory: %s (expected: one directory; a log over several is not part of this version)"
                                .formatted(commitLogDirectory));
            }
            within(
                    "apogee.broker.store.segment-size",
                    segmentSize.toBytes(),
                    64 * 1024,
                    Integer.MAX_VALUE);
            within(
                    "apogee.broker.store.max-message-size",
                    maxMessageSize.toBytes(),
                    1,
                    64 * 1024 * 1024);
            within("apogee.broker.store.flush-interval", flushInterval.toMillis(), 1, 3_600_000);
            within(
                    "apogee.broker.store.sync-flush-timeout",
                    syncFlushTimeout.toMillis(),
                    1,
                    3_600_000);
            within(
                    "apogee.broker.store.allocate-ahead",
                    allocateAhead.toBytes(),
                    0,
                    Integer.MAX_VALUE);
            within(
                    "apogee.broker.store.prefault-ahead",
                    prefaultAhead.toBytes(),
                    0,
                    Integer.MAX_VALUE);
        }

        Path directoryOrDefault() {
            return directory != null
                    ? directory
                    : Path.of(System.getProperty("user.home", "."), "store");
        }

        Path commitLogOrDefault() {
            return commitLogDirectory != null
                    ? commitLogDirectory
                    : directoryOrDefault().resolve("commitlog");
        }
    }

    /**
     * How topics come into being.
     *
     * @param autoCreate whether a send creates its topic from the default one
     * @param autoCreateUpTo how many topics there may be before sends create no more
     * @param maxPerConnection how many topics one connection may create by sending
     * @param trace whether there is a topic for traces
     * @param traceName that topic's name
     * @param queues how many queues a topic gets that a send creates, at the most
     * @param clusterTopic whether the topic named after the cluster may be used
     * @param brokerTopic whether the topic named after the broker may be used
     * @param mixedMessageTypes whether topics of type MIXED may be made
     * @param delayLevels the delays of the levels, in order
     */
    record Topics(
            @DefaultValue("true") boolean autoCreate,
            @DefaultValue("100000") int autoCreateUpTo,
            @DefaultValue("1000") int maxPerConnection,
            @DefaultValue("false") boolean trace,
            @DefaultValue("RMQ_SYS_TRACE_TOPIC") String traceName,
            @DefaultValue("8") int queues,
            @DefaultValue("true") boolean clusterTopic,
            @DefaultValue("true") boolean brokerTopic,
            @DefaultValue("false") boolean mixedMessageTypes,
            @DefaultValue("1s 5s 10s 30s 1m 2m 3m 4m 5m 6m 7m 8m 9m 10m 20m 30m 1h 2h")
                    String delayLevels) {

        Topics {
            within("apogee.broker.topics.queues", queues, 1, 65_536);
            within("apogee.broker.topics.auto-create-up-to", autoCreateUpTo, 0, 10_000_000);
            within("apogee.broker.topics.max-per-connection", maxPerConnection, 0, 10_000_000);
        }
    }

    /**
     * How consumer groups come into being.
     *
     * @param autoCreate whether a consumer creates its group
     */
    record Groups(@DefaultValue("true") boolean autoCreate) {}

    /**
     * How much a pull gets and how long it may wait.
     *
     * @param maxMessages messages in one answer at the most
     * @param maxSize bytes in one answer at the most, save for a single larger message
     * @param longPolling whether a pull that finds nothing is held as long as it asks for
     * @param shortPolling how long it is held otherwise
     * @param lite whether lite pull consumers are served
     */
    record Pull(
            @DefaultValue("32") int maxMessages,
            @DefaultValue("256KB") DataSize maxSize,
            @DefaultValue("true") boolean longPolling,
            @DefaultValue("1s") Duration shortPolling,
            @DefaultValue("true") boolean lite) {

        Pull {
            within("apogee.broker.pull.max-messages", maxMessages, 1, 10_000);
            within("apogee.broker.pull.short-polling", shortPolling.toMillis(), 1, 120_000);
            within("apogee.broker.pull.max-size", maxSize.toBytes(), 1, 16 * 1024 * 1024 - 65_536);
        }
    }

    /**
     * How connected clients are watched.
     *
     * @param expiry how long a client counts as connected after its last heartbeat
     * @param notifyMembers whether members are told when their group changes
     * @param rejectPullConsumers whether consumers that pull for themselves are left out
     */
    record Clients(
            @DefaultValue("120s") Duration expiry,
            @DefaultValue("true") boolean notifyMembers,
            @DefaultValue("false") boolean rejectPullConsumers) {

        Clients {
            within("apogee.broker.clients.expiry", expiry.toMillis(), 1_000, 86_400_000);
        }
    }

    /**
     * How NameServers are told.
     *
     * @param period time between two registrations in full
     * @param timeout the longest wait for one NameServer
     * @param resolvePeriod how often NameServers' names are looked up anew
     */
    record Registration(
            @DefaultValue("30s") Duration period,
            @DefaultValue("24s") Duration timeout,
            @DefaultValue("120s") Duration resolvePeriod) {

        Registration {
            within("apogee.broker.registration.period", period.toMillis(), 100, 60_000);
            within("apogee.broker.registration.timeout", timeout.toMillis(), 100, 600_000);
            within(
                    "apogee.broker.registration.resolve-period",
                    resolvePeriod.toMillis(),
                    1_000,
                    86_400_000);
        }
    }

    /**
     * How slaves take part. This version has none yet.
     *
     * @param port where slaves come; by default one above the main port
     * @param slaveTimeout the longest wait of a send for a slave
     */
    record Replication(@Nullable Integer port, @DefaultValue("3s") Duration slaveTimeout) {

        Replication {
            if (port != null) {
                within("apogee.broker.replication.port", port, 0, 65_535);
            }
            within(
                    "apogee.broker.replication.slave-timeout",
                    slaveTimeout.toMillis(),
                    1,
                    3_600_000);
        }
    }

    /**
     * Limits of connections.
     *
     * @param idleTimeout after how long a silent connection is closed
     */
    record Network(@DefaultValue("120s") Duration idleTimeout) {

        Network {
            within("apogee.broker.network.idle-timeout", idleTimeout.toMillis(), 1_000, 86_400_000);
        }
    }

    private static void within(String key, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    "%s: %d (expected: %d..%d)".formatted(key, value, least, most));
        }
    }
}
