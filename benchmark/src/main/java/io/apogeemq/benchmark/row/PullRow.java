package io.apogeemq.benchmark.row;

import io.apogeemq.benchmark.load.Pacing;
import io.apogeemq.benchmark.load.PullLoad;
import io.apogeemq.benchmark.load.SendLoad;
import io.apogeemq.benchmark.peer.RunningServers;
import io.apogeemq.benchmark.wire.PlainCalls;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads stored messages of 1 KiB from the first on, 32 in a request, all queues at once. */
final class PullRow implements Row {

    private static final String TOPIC = "BENCH_PULL";
    private static final int QUEUES = 16;
    private static final int BODY_BYTES = 1024;
    private static final int MESSAGES = 480_000;
    private static final Duration FILL_LIMIT = Duration.ofSeconds(40);
    private static final Duration INDEX_LIMIT = Duration.ofSeconds(30);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

    private final String name;
    private final CorePlan cores;

    PullRow(String name, CorePlan cores) {
        this.name = name;
        this.cores = cores;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String purpose() {
        return "Pulls of 32 messages of 1 KiB, every queue from its start, the messages in the page cache; "
                + cores.words()
                + ".";
    }

    @Override
    public SideBySide run(Bench bench) throws IOException, InterruptedException {
        Settings settings = bench.settings();
        SideBySide table =
                new SideBySide(
                        "%s %,d messages, %d queues with one request in flight each over %d connections, rounds of %d s. Latency: per request, under full load. Heap %s."
                                .formatted(
                                        purpose(),
                                        MESSAGES,
                                        QUEUES,
                                        settings.connections(),
                                        settings.seconds(),
                                        settings.heap()));
        bench.withServers(cores, servers -> rounds(bench, table, servers));
        return table;
    }

    private void rounds(Bench bench, SideBySide table, List<RunningServers> servers)
            throws IOException, InterruptedException {
        Settings settings = bench.settings();
        List<PullLoad.Target> targets = new ArrayList<>();
        for (RunningServers suite : servers) {
            PullLoad.Target target = fill(bench, suite);
            targets.add(target);
            bench.warmUp(suite, load(target, settings.warmUpSeconds()));
        }
        for (int round = 0; round < settings.rounds(); round++) {
            for (int i = 0; i < servers.size(); i++) {
                RunningServers suite = servers.get(i);
                Bench.Measured measured =
                        bench.measure(suite, load(targets.get(i), settings.seconds()));
                Map<Column, Double> figures = table.addRound(suite.suite().name());
                measured.enterFullLoad(figures);
                measured.enterLatency(figures);
            }
        }
    }

    private static Bench.Load load(PullLoad.Target target, int seconds) {
        return servers ->
                new PullLoad(target, Duration.ofSeconds(seconds)).run(servers.brokerAddress());
    }

    /** Stores the messages and waits until all can be read. */
    private static PullLoad.Target fill(Bench bench, RunningServers suite)
            throws IOException, InterruptedException {
        int connections = bench.settings().connections();
        try (PlainCalls calls = PlainCalls.connect(suite.brokerAddress())) {
            calls.createTopic(TOPIC, QUEUES);
            Pacing pacing = new Pacing.ClosedLoop(bench.settings().window(), FILL_LIMIT, MESSAGES);
            SendLoad.Target target = new SendLoad.Target(TOPIC, QUEUES, BODY_BYTES, connections);
            SendLoad load = new SendLoad(target, pacing, bench.bornTimestampMillis());
            long stored = load.run(suite.brokerAddress()).messages();
            return new PullLoad.Target(TOPIC, awaitEnds(calls, stored), BODY_BYTES, connections);
        }
    }

    private static List<Long> awaitEnds(PlainCalls calls, long stored)
            throws IOException, InterruptedException {
        long deadline = System.nanoTime() + INDEX_LIMIT.toNanos();
        while (true) {
            List<Long> ends = new ArrayList<>();
            for (int queue = 0; queue < QUEUES; queue++) {
                ends.add(calls.maxOffset(TOPIC, queue));
            }
            long readable = ends.stream().mapToLong(Long::longValue).sum();
            if (readable == stored) {
                return ends;
            }
            if (System.nanoTime() - deadline >= 0) {
                throw new IOException(
                        "%d of %d messages can be read after %s"
                                .formatted(readable, stored, INDEX_LIMIT));
            }
            Thread.sleep(LOOK_AGAIN);
        }
    }
}
