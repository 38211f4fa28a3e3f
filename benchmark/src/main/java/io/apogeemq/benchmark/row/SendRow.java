package io.apogeemq.benchmark.row;

import io.apogeemq.benchmark.load.Pacing;
import io.apogeemq.benchmark.load.SendLoad;
import io.apogeemq.benchmark.peer.RunningServers;
import io.apogeemq.benchmark.wire.PlainCalls;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Stores messages of 1 KiB: as many as go, for throughput and cost; then at a fixed rate, for
 * latency.
 */
final class SendRow implements Row {

    private static final String TOPIC = "BENCH_SEND";
    private static final int QUEUES = 8;
    private static final int BODY_BYTES = 1024;
    private static final long MOST_PER_ROUND = 4_000_000;

    private final String name;
    private final CorePlan cores;

    SendRow(String name, CorePlan cores) {
        this.name = name;
        this.cores = cores;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String purpose() {
        return "Messages of 1 KiB to a master with asynchronous flush; " + cores.words() + ".";
    }

    @Override
    public SideBySide run(Bench bench) throws IOException, InterruptedException {
        Settings settings = bench.settings();
        SideBySide table =
                new SideBySide(
                        "%s Full load: %d connections with %d requests in flight each, %d queues, rounds of %d s. Latency: open loop at %,d messages/s, counted from when each was due. Heap %s."
                                .formatted(
                                        purpose(),
                                        settings.connections(),
                                        settings.window(),
                                        QUEUES,
                                        settings.seconds(),
                                        settings.rate(),
                                        settings.heap()));
        bench.withServers(cores, servers -> rounds(bench, table, servers));
        return table;
    }

    private void rounds(Bench bench, SideBySide table, List<RunningServers> servers)
            throws IOException, InterruptedException {
        Settings settings = bench.settings();
        for (RunningServers suite : servers) {
            try (PlainCalls calls = PlainCalls.connect(suite.brokerAddress())) {
                calls.createTopic(TOPIC, QUEUES);
            }
            bench.warmUp(suite, fullLoad(bench, settings.warmUpSeconds()));
        }
        for (int round = 0; round < settings.rounds(); round++) {
            for (RunningServers suite : servers) {
                Map<Column, Double> figures = table.addRound(suite.suite().name());
                bench.measure(suite, fullLoad(bench, settings.seconds())).enterFullLoad(figures);
                Bench.Measured atRate = bench.measure(suite, fixedRate(bench));
                atRate.enterLatency(figures);
                figures.put(Column.RATE_CPU, atRate.cpuPerMillion());
            }
        }
    }

    private static Bench.Load fullLoad(Bench bench, int seconds) {
        return load(
                bench,
                new Pacing.ClosedLoop(
                        bench.settings().window(), Duration.ofSeconds(seconds), MOST_PER_ROUND));
    }

    private static Bench.Load fixedRate(Bench bench) {
        return load(
                bench,
                new Pacing.FixedRate(
                        bench.settings().rate(), Duration.ofSeconds(bench.settings().seconds())));
    }

    private static Bench.Load load(Bench bench, Pacing pacing) {
        SendLoad.Target target =
                new SendLoad.Target(TOPIC, QUEUES, BODY_BYTES, bench.settings().connections());
        return servers ->
                new SendLoad(target, pacing, bench.bornTimestampMillis())
                        .run(servers.brokerAddress());
    }
}
