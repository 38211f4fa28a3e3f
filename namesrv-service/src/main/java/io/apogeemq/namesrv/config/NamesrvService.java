package io.apogeemq.namesrv.config;

import io.apogeemq.common.boot.ClassicKeys;
import io.apogeemq.common.boot.ClassicType;
import io.apogeemq.common.boot.CommandOption;
import io.apogeemq.common.boot.ServiceDescription;
import io.apogeemq.common.boot.ServiceDescription.MainPort;

/** The NameServer as its starter sees it: command line, classic keys, checks. */
public final class NamesrvService {

    private static final String LISTEN_PORT = "apogee.namesrv.listen-port";

    private static final ClassicKeys KEYS =
            ClassicKeys.table()
                    .honoured("listenPort", ClassicType.port(), LISTEN_PORT)
                    .ignored("bindAddress")
                    .build();

    private NamesrvService() {}

    /** Describes the service that this application class makes up. */
    public static ServiceDescription describe(Class<?> application) {
        return ServiceDescription.of(
                        "namesrv",
                        application,
                        KEYS,
                        new MainPort(LISTEN_PORT, 9876),
                        NamesrvProperties.class)
                .withOptions(CommandOption.NAMESRV);
    }
}
