package io.apogeemq.systemtests.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Our servers, started with the commands that users have: {@code bin/mqnamesrv, bin/mqbroker}. */
final class ApogeeServers implements ServerFamily {

    @Override
    public Launch launch(Settings settings) {
        List<String> command = new ArrayList<>();
        command.add("sh");
        command.add(
                checkout()
                        .resolve("bin")
                        .resolve(
                                switch (settings.role()) {
                                    case NAME_SERVER -> "mqnamesrv";
                                    case BROKER -> "mqbroker";
                                })
                        .toString());
        if (!settings.nameServers().isEmpty()) {
            command.add("-n");
            command.add(settings.nameServers());
        }
        settings.properties().forEach((key, value) -> command.add("--" + key + "=" + value));
        return new Launch(
                command,
                Map.of(
                        "JAVA_HOME",
                        System.getProperty("java.home"),
                        "JAVA_OPT_EXT",
                        "-Duser.home=" + settings.userHome(),
                        // Every test has its own home: a class cache made there would serve one
                        // start.
                        "APOGEE_AOT",
                        "existing",
                        "NAMESRV_ADDR",
                        "",
                        "ROCKETMQ_HOME",
                        ""));
    }

    @Override
    public boolean isApogee() {
        return true;
    }

    /** The directory that holds {@code bin/} and the built modules. */
    static Path checkout() {
        return Path.of(System.getProperty("apogee.home", "..")).toAbsolutePath().normalize();
    }
}
