package io.apogeemq.benchmark.row;

import io.apogeemq.benchmark.peer.JvmWish;
import io.apogeemq.benchmark.peer.ProcessSample;
import io.apogeemq.benchmark.peer.RunningServers;
import io.apogeemq.benchmark.peer.ServerUnderTest;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/** How long each server takes from its start to its boot line, and what it holds a little later. */
final class StartRow implements Row {

    private static final int STARTS = 5;
    static final Duration SETTLE = Duration.ofSeconds(3);
    private static final double MEBI = 1 << 20;

    @Override
    public String name() {
        return "start";
    }

    @Override
    public String purpose() {
        return "Start to serving, by the boot line, memory and CPU time %d s later, and the stop."
                .formatted(SETTLE.toSeconds());
    }

    @Override
    public boolean wantsTheMachineToItself() {
        return true;
    }

    @Override
    public SideBySide run(Bench bench) throws IOException, InterruptedException {
        SideBySide table =
                new SideBySide(
                        "%s %d starts of each, one after the other, into an empty directory, nothing else running. Heap: each suite's own default; Apache without its launcher's 4 and 8 GiB, as the JVM chooses."
                                .formatted(purpose(), STARTS));
        JvmWish jvm = new JvmWish(null, null, bench.settings().extraJvmOptions());
        for (int start = 0; start < STARTS; start++) {
            for (ServerUnderTest suite : bench.suites()) {
                try (RunningServers servers =
                        RunningServers.start(suite, bench.workDirectory(), jvm)) {
                    Thread.sleep(SETTLE);
                    Map<Column, Double> figures = table.addRound(suite.name());
                    ProcessSample nameServer = servers.sampleNameServer();
                    figures.put(Column.NAME_SERVER_START, seconds(servers.nameServerStart()));
                    figures.put(Column.NAME_SERVER_RSS, nameServer.residentBytes() / MEBI);
                    figures.put(Column.NAME_SERVER_START_CPU, nameServer.cpuSeconds());
                    enterBroker(servers, figures);
                    figures.put(Column.BROKER_STOP, seconds(servers.stopBroker()));
                    figures.put(Column.NAME_SERVER_STOP, seconds(servers.stopNameServer()));
                    bench.progress().accept(suite.name() + " started: " + figures);
                }
            }
        }
        return table;
    }

    /** Enters how the broker has started and what it holds. */
    static void enterBroker(RunningServers servers, Map<Column, Double> figures)
            throws IOException {
        ProcessSample broker = servers.sampleBroker();
        figures.put(Column.BROKER_START, seconds(servers.brokerStart()));
        figures.put(Column.BROKER_RSS, broker.residentBytes() / MEBI);
        figures.put(Column.BROKER_ANONYMOUS, broker.anonymousBytes() / MEBI);
        figures.put(Column.BROKER_START_CPU, broker.cpuSeconds());
    }

    static double seconds(Duration duration) {
        return duration.toMillis() / 1e3;
    }
}
