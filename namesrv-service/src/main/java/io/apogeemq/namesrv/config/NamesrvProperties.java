package io.apogeemq.namesrv.config;

import io.apogeemq.common.remoting.ConnectionLimits;
import io.apogeemq.common.remoting.ServerOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The NameServer's settings.
 *
 * @param listenPort where clients and brokers come; 0 lets the system choose
 * @param bindAddress the interface to listen on
 * @param loopThreads threads that do the network work; 0 for one per processor
 * @param idleTimeout silence after which a connection is closed
 * @param maxFrame the largest frame that is taken
 * @param stopGrace how long a stop waits for requests that are being answered
 * @param kvFile the file of the key-value configuration; by default {@code namesrv/kvConfig.json}
 *     in the user's home
 * @param changesFile the file of settings changed at run time; by default {@code
 *     namesrv/namesrv.properties} in the user's home
 * @param protectedKeys classic keys that can't be changed at run time, joined by {@code ;}
 * @param routing the route table
 * @param answers what is told to whom
 */
@ConfigurationProperties(prefix = NamesrvProperties.PREFIX, ignoreUnknownFields = false)
record NamesrvProperties(
        @DefaultValue("9876") int listenPort,
        @DefaultValue("0.0.0.0") String bindAddress,
        @DefaultValue("0") int loopThreads,
        @DefaultValue("120s") Duration idleTimeout,
        @DefaultValue("16MB") DataSize maxFrame,
        @DefaultValue("1s") Duration stopGrace,
        @Nullable Path kvFile,
        @Nullable Path changesFile,
        @DefaultValue("configBlackList;configStorePath;kvConfigPath") String protectedKeys,
        @DefaultValue RoutingProperties routing,
        @DefaultValue AnswerProperties answers) {
    static final String PREFIX = "apogee.namesrv";

    /** What can be neither changed nor unprotected over the wire, whatever the setting says. */
    private static final Set<String> ALWAYS_PROTECTED =
            Set.of("configBlackList", "configStorePath", "kvConfigPath", "rocketmqHome");

    private static final DataSize LEAST_FRAME = DataSize.ofKilobytes(64);
    private static final DataSize MOST_FRAME = DataSize.ofMegabytes(256);

    NamesrvProperties {
        require("listen-port", listenPort, "a port from 0 to 65535", isIn(listenPort, 0, 65_535));
        require("bind-address", bindAddress, "a host or address", !bindAddress.isBlank());
        require("loop-threads", loopThreads, "0 to 256", isIn(loopThreads, 0, 256));
        atLeast("idle-timeout", idleTimeout, Duration.ofSeconds(1));
        atLeast("stop-grace", stopGrace, Duration.ZERO);
        require(
                "max-frame",
                maxFrame,
                LEAST_FRAME + " to " + MOST_FRAME,
                isIn(maxFrame.toBytes(), LEAST_FRAME.toBytes(), MOST_FRAME.toBytes()));
    }

    Path kvFileOrDefault() {
        return kvFile != null ? kvFile : inHome("kvConfig.json");
    }

    Path changesFileOrDefault() {
        return changesFile != null ? changesFile : inHome("namesrv.properties");
    }

    static Path inHome(String name) {
        return Path.of(System.getProperty("user.home", "."), "namesrv", name);
    }

    Set<String> protectedKeyNames() {
        Set<String> names = new TreeSet<>(ALWAYS_PROTECTED);
        Arrays.stream(protectedKeys.split(";"))
                .map(String::trim)
                .filter(name -> !name.isEmpty())
                .forEach(names::add);
        return names;
    }

    ServerOptions toServerOptions() {
        ConnectionLimits usual = ConnectionLimits.defaults();
        return ServerOptions.defaults()
                .withBindAddress(bindAddress)
                .withLimits(
                        usual.withMaxFrameBytes(Math.toIntExact(maxFrame.toBytes()))
                                .withDeadlines(
                                        idleTimeout,
                                        usual.firstFrameDeadline(),
                                        usual.partialFrameDeadline()));
    }

    static void atLeast(String key, Duration value, Duration least) {
        require(key, value, "at least " + least, value.compareTo(least) >= 0);
    }

    private static boolean isIn(long value, long least, long most) {
        return value >= least && value <= most;
    }

    private static void require(String key, Object value, String expectation, boolean holds) {
        if (!holds) {
            throw new IllegalArgumentException(
                    "%s.%s: %s (expected: %s)".formatted(PREFIX, key, value, expectation));
        }
    }
}
