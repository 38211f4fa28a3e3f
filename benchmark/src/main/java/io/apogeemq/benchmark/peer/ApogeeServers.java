package io.apogeemq.benchmark.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The suite of this checkout, started by its own commands as users start it. */
public final class ApogeeServers implements ServerUnderTest {

    private final Path checkout;

    /**
     * @param checkout directory that holds {@code bin}
     */
    public ApogeeServers(Path checkout) {
        this.checkout = checkout;
    }

    @Override
    public String name() {
        return "Apogee";
    }

    @Override
    public void prepare() throws IOException {
        for (String command : List.of("mqnamesrv", "mqbroker")) {
            if (!Files.exists(checkout.resolve("bin").resolve(command))) {
                throw new IOException("no bin/" + command + " in " + checkout);
            }
        }
    }

    @Override
    public Launch nameServer(Place place) {
        return launch(
                place,
                "namesrv",
                List.of(
                        "--listenPort=" + place.nameServerPort(),
                        "--kvConfigPath=" + place.home().resolve("kvConfig.json")),
                "The Name Server boot success");
    }

    @Override
    public Launch broker(Place place) {
        return launch(
                place,
                "broker",
                List.of(
                        "-n",
                        place.nameServer(),
                        "--brokerClusterName=bench",
                        "--brokerName=bench",
                        "--brokerRole=ASYNC_MASTER",
                        "--flushDiskType=ASYNC_FLUSH",
                        "--brokerIP1=127.0.0.1",
                        "--brokerIP2=127.0.0.1",
                        "--listenPort=" + place.brokerPort(),
                        "--storePathRootDir=" + place.store(),
                        "--storePathCommitLog=" + place.store().resolve("commitlog")),
                "boot success");
    }

    private Launch launch(Place place, String role, List<String> arguments, String servingText) {
        List<String> command =
                new ArrayList<>(List.of("sh", checkout.resolve("bin/mq" + role).toString()));
        command.addAll(arguments);
        Map<String, String> environment = new HashMap<>();
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        // A fresh home of its own, by both ways that a program may ask for it.
        environment.put("HOME", place.home().toString());
        List<String> options = new ArrayList<>(place.jvm().options());
        options.add("-Duser.home=" + place.home());
        environment.put("JAVA_OPT_EXT", String.join(" ", options));
        return new Launch(role, place.jvm().place(command), environment, servingText);
    }
}
