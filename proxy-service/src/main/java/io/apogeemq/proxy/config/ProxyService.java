package io.apogeemq.proxy.config;

import io.apogeemq.common.boot.ClassicKeys;
import io.apogeemq.common.boot.ClassicType;
import io.apogeemq.common.boot.CommandOption;
import io.apogeemq.common.boot.ServiceDescription;
import io.apogeemq.common.boot.ServiceDescription.MainPort;
import io.apogeemq.common.boot.StartRefused;
import java.util.List;

/** The Proxy as its starter sees it: command line, classic keys, checks. */
public final class ProxyService {

    private static final String GRPC_PORT = "apogee.proxy.grpc-port";

    private static final ClassicKeys KEYS =
            ClassicKeys.table()
                    .honoured("grpcServerPort", ClassicType.port(), GRPC_PORT)
                    .ignored("namesrvAddr", "proxyMode", "brokerConfigPath", "proxyConfigPath")
                    .build();

    private static final List<CommandOption> OPTIONS =
            List.of(
                    option(
                            "-n",
                            "--namesrvAddr",
                            "LIST",
                            "NameServers, as 'host:port;host:port'",
                            "namesrvAddr"),
                    option("-pm", "--proxyMode", "MODE", "local or cluster", "proxyMode"),
                    option(
                            "-bc",
                            "--brokerConfigPath",
                            "FILE",
                            "The broker's properties file",
                            "brokerConfigPath"),
                    option("-c", "--configFile", "FILE", "The same as -bc", "brokerConfigPath"),
                    option(
                            "-pc",
                            "--proxyConfigPath",
                            "FILE",
                            "The Proxy's JSON file",
                            "proxyConfigPath"),
                    new CommandOption(
                            "-h",
                            "--help",
                            null,
                            "Print this help and end",
                            new CommandOption.ShowUsage()));

    private ProxyService() {}

    /** Describes the service that this application class makes up. */
    public static ServiceDescription describe(Class<?> application) {
        return ServiceDescription.of(
                        "proxy",
                        application,
                        KEYS,
                        new MainPort(GRPC_PORT, 8081),
                        ProxyProperties.class)
                .withOptions(OPTIONS)
                .withRules(
                        settings -> {
                            throw new StartRefused(
                                    StartRefused.USAGE,
                                    "This version has no Proxy yet: gRPC clients can't be served. Clients of"
                                            + " the remoting protocol need none: start bin/mqnamesrv and"
                                            + " bin/mqbroker.");
                        });
    }

    private static CommandOption option(
            String shortName, String longName, String value, String purpose, String key) {
        return new CommandOption(
                shortName, longName, value, purpose, new CommandOption.SetKey(key));
    }
}
