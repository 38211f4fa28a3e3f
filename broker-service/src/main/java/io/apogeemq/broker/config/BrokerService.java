package io.apogeemq.broker.config;

import io.apogeemq.common.boot.ClassicKeys;
import io.apogeemq.common.boot.ClassicType;
import io.apogeemq.common.boot.ServiceDescription;
import io.apogeemq.common.boot.ServiceDescription.MainPort;

/** The broker as its starter sees it: command line, classic keys, checks. */
public final class BrokerService {

    private static final String LISTEN_PORT = "apogee.broker.listen-port";

    private static final ClassicKeys KEYS =
            ClassicKeys.table()
                    .honoured("listenPort", ClassicType.port(), LISTEN_PORT)
                    .honoured("namesrvAddr", ClassicType.addresses(), "apogee.broker.namesrv-addr")
                    .alsoFrom("namesrvAddr", "rocketmq.namesrv.addr", "NAMESRV_ADDR")
                    .ignored("bindAddress")
                    .build();

    private BrokerService() {}

    /** Describes the service that this application class makes up. */
    public static ServiceDescription describe(Class<?> application) {
        return ServiceDescription.of(
                "broker",
                application,
                KEYS,
                new MainPort(LISTEN_PORT, 10911),
                BrokerProperties.class);
    }
}
