package io.apogeemq.benchmark.row;

import io.apogeemq.benchmark.load.Pacing;
import io.apogeemq.benchmark.load.SendLoad;
import io.apogeemq.benchmark.peer.JvmWish;
import io.apogeemq.benchmark.peer.Machine;
import io.apogeemq.benchmark.peer.RunningServers;
import io.apogeemq.benchmark.peer.ServerUnderTest;
import io.apogeemq.benchmark.wire.PlainCalls;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/** How a broker comes back to a store that holds messages, and what it holds of it in memory. */
final class RestartRow implements Row {

    private static final String TOPIC = "BENCH_RESTART";
    private static final int QUEUES = 8;
    private static final int BODY_BYTES = 1024;
    private static final long MESSAGES = 400_000;
    private static final Duration LONGEST_FILL = Duration.ofSeconds(30);
    private static final Duration DISK_LIMIT = Duration.ofSeconds(15);
    private static final long DIRTY_LIMIT_BYTES = 64L << 20;

    @Override
    public String name() {
        return "restart";
    }

    @Override
    public String purpose() {
        return "A broker that is stopped and started again on a store of %,d messages of 1 KiB, and memory and CPU time %d s later."
                .formatted(MESSAGES, StartRow.SETTLE.toSeconds());
    }

    @Override
    public boolean wantsTheMachineToItself() {
        return true;
    }

    @Override
    public SideBySide run(Bench bench) throws IOException, InterruptedException {
        SideBySide table =
                new SideBySide(
                        "%s %d restarts of each after a clean stop, one suite after the other, the files in the page cache. Heap: each suite's own default."
                                .formatted(purpose(), bench.settings().rounds()));
        JvmWish jvm = new JvmWish(null, null, bench.settings().extraJvmOptions());
        for (ServerUnderTest suite : bench.suites()) {
            try (RunningServers servers = RunningServers.start(suite, bench.workDirectory(), jvm)) {
                fill(bench, servers);
                for (int round = 0; round < bench.settings().rounds(); round++) {
                    Map<Column, Double> figures = table.addRound(suite.name());
                    figures.put(Column.BROKER_STOP, StartRow.seconds(servers.stopBroker()));
                    Machine.awaitQuietDisk(DIRTY_LIMIT_BYTES, DISK_LIMIT);
                    servers.startBroker();
                    Thread.sleep(StartRow.SETTLE);
                    StartRow.enterBroker(servers, figures);
                    bench.progress().accept(suite.name() + " restarted: " + figures);
                }
            }
        }
        return table;
    }

    private static void fill(Bench bench, RunningServers servers) throws IOException {
        try (PlainCalls calls = PlainCalls.connect(servers.brokerAddress())) {
            calls.createTopic(TOPIC, QUEUES);
        }
        SendLoad.Target target =
                new SendLoad.Target(TOPIC, QUEUES, BODY_BYTES, bench.settings().connections());
        Pacing pacing = new Pacing.ClosedLoop(bench.settings().window(), LONGEST_FILL, MESSAGES);
        bench.warmUp(
                servers,
                filled ->
                        new SendLoad(target, pacing, bench.bornTimestampMillis())
                                .run(filled.brokerAddress()));
    }
}
