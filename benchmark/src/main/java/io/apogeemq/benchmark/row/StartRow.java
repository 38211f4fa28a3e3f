package io.apogeemq.benchmark.row;

import io.apogeemq.benchmark.peer.JvmWish;
import io.apogeemq.benchmark.peer.RunningServers;
import io.apogeemq.benchmark.peer.ServerUnderTest;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/** How long each server takes from its start to its boot line, and what it holds a little later. */
final class StartRow implements Row {

    private static final int STARTS = 5;
    private static final Duration SETTLE = Duration.ofSeconds(3);
    private static final double MEBI = 1 << 20;

    @Override
    public String name() {
        return "start";
    }

    @Override
    public String purpose() {
        return "Start to serving, by the boot line, and memory %d s later."
                .formatted(SETTLE.toSeconds());
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
                    figures.put(
                            Column.NAME_SERVER_START, servers.nameServerStart().toMillis() / 1e3);
                    figures.put(Column.BROKER_START, servers.brokerStart().toMillis() / 1e3);
                    figures.put(
                            Column.NAME_SERVER_RSS,
                            servers.sampleNameServer().residentBytes() / MEBI);
                    figures.put(Column.BROKER_RSS, servers.sampleBroker().residentBytes() / MEBI);
                    figures.put(
                            Column.BROKER_ANONYMOUS,
                            servers.sampleBroker().anonymousBytes() / MEBI);
                    bench.progress().accept(suite.name() + " started: " + figures);
                }
            }
        }
        return table;
    }
}
