package io.apogeemq.broker.config;

import io.apogeemq.common.boot.ServiceDescription;
import io.apogeemq.common.boot.ServiceDescription.MainPort;
import io.apogeemq.common.boot.Settings;
import io.apogeemq.common.boot.StartRefused;
import java.util.Locale;

/** The broker as its starter sees it: command line, classic keys, checks. */
public final class BrokerService {

    private BrokerService() {}

    /** Describes the service that this application class makes up. */
    public static ServiceDescription describe(Class<?> application) {
        return ServiceDescription.of(
                        "broker",
                        application,
                        BrokerClassicKeys.TABLE,
                        new MainPort("apogee.broker.listen-port", 10911),
                        BrokerProperties.class)
                .withRules(BrokerService::checkRole, PortCheck::refuseOneForTwo)
                .withAgreed("apogee.broker.role", "apogee.broker.id", "apogee.broker.name")
                .withChanges(RuntimeChanges::read);
    }

    private static void checkRole(Settings settings) {
        String role =
                settings.find("apogee.broker.role", "async-master")
                        .toLowerCase(Locale.ROOT)
                        .replace('_', '-');
        if (!role.equals("slave")) {
            return;
        }
        if (settings.find("apogee.broker.id").map(Long::parseLong).orElse(0L) <= 0) {
            throw new StartRefused(StartRefused.NOT_INITIALISED, "Slave's brokerId must be > 0");
        }
        throw BrokerClassicKeys.slave();
    }
}
