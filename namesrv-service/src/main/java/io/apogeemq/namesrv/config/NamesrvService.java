package io.apogeemq.namesrv.config;

import io.apogeemq.common.boot.ChangesFile;
import io.apogeemq.common.boot.CommandOption;
import io.apogeemq.common.boot.ServiceDescription;
import io.apogeemq.common.boot.ServiceDescription.MainPort;
import io.apogeemq.common.boot.Settings;
import java.nio.file.Path;
import java.util.Map;

/** The NameServer as its starter sees it: command line, classic keys, checks. */
public final class NamesrvService {

    private NamesrvService() {}

    /** Describes the service that this application class makes up. */
    public static ServiceDescription describe(Class<?> application) {
        return ServiceDescription.of(
                        "namesrv",
                        application,
                        NamesrvClassicKeys.TABLE,
                        new MainPort(NamesrvClassicKeys.LISTEN_PORT, 9876),
                        NamesrvProperties.class)
                .withOptions(CommandOption.NAMESRV)
                .withChanges(NamesrvService::changes);
    }

    private static Map<String, String> changes(Settings settings) {
        Path file =
                settings.find(NamesrvClassicKeys.CHANGES_FILE)
                        .map(Path::of)
                        .orElseGet(() -> NamesrvProperties.inHome("namesrv.properties"));
        return new ChangesFile(file).read();
    }
}
