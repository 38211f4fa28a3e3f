package io.apogeemq.benchmark.row;

import io.apogeemq.benchmark.peer.ProcessSample;
import io.apogeemq.benchmark.peer.RunningServers;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What servers cost that nobody uses. */
final class IdleRow implements Row {

    private static final Duration SETTLE = Duration.ofSeconds(15);
    private static final Duration WATCH = Duration.ofSeconds(12);
    private static final double MEBI = 1 << 20;

    @Override
    public String name() {
        return "idle";
    }

    @Override
    public String purpose() {
        return "NameServer and broker without clients.";
    }

    @Override
    public SideBySide run(Bench bench) throws IOException, InterruptedException {
        SideBySide table =
                new SideBySide(
                        "%s Watched for %d s at a time, from %d s after the start. Heap %s."
                                .formatted(
                                        purpose(),
                                        WATCH.toSeconds(),
                                        SETTLE.toSeconds(),
                                        bench.settings().heap()));
        bench.withServers(
                CorePlan.SHARED,
                servers -> {
                    Thread.sleep(SETTLE);
                    for (int round = 0; round < bench.settings().rounds(); round++) {
                        watch(table, servers);
                        bench.progress().accept("idle: round " + (round + 1));
                    }
                });
        return table;
    }

    /** Idle servers don't disturb each other: all are watched at the same time. */
    private static void watch(SideBySide table, List<RunningServers> servers)
            throws IOException, InterruptedException {
        record Before(ProcessSample nameServer, ProcessSample broker) {}
        List<Before> before = new ArrayList<>();
        for (RunningServers suite : servers) {
            before.add(new Before(suite.sampleNameServer(), suite.sampleBroker()));
        }
        Thread.sleep(WATCH);
        double seconds = WATCH.toSeconds();
        for (int i = 0; i < servers.size(); i++) {
            RunningServers suite = servers.get(i);
            ProcessSample nameServer = suite.sampleNameServer();
            ProcessSample broker = suite.sampleBroker();
            Map<Column, Double> figures = table.addRound(suite.suite().name());
            figures.put(
                    Column.NAME_SERVER_CPU_PERCENT,
                    (nameServer.cpuSeconds() - before.get(i).nameServer().cpuSeconds())
                            * 100
                            / seconds);
            figures.put(
                    Column.BROKER_CPU_PERCENT,
                    (broker.cpuSeconds() - before.get(i).broker().cpuSeconds()) * 100 / seconds);
            figures.put(
                    Column.NAME_SERVER_SWITCHES,
                    (nameServer.contextSwitches() - before.get(i).nameServer().contextSwitches())
                            / seconds);
            figures.put(
                    Column.BROKER_SWITCHES,
                    (broker.contextSwitches() - before.get(i).broker().contextSwitches())
                            / seconds);
            figures.put(Column.NAME_SERVER_RSS, nameServer.residentBytes() / MEBI);
            figures.put(Column.BROKER_RSS, broker.residentBytes() / MEBI);
            figures.put(Column.BROKER_ANONYMOUS, broker.anonymousBytes() / MEBI);
        }
    }
}
