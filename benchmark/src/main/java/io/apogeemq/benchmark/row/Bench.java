package io.apogeemq.benchmark.row;

import io.apogeemq.benchmark.load.LoadOutcome;
import io.apogeemq.benchmark.peer.JvmWish;
import io.apogeemq.benchmark.peer.Machine;
import io.apogeemq.benchmark.peer.ProcessSample;
import io.apogeemq.benchmark.peer.RunningServers;
import io.apogeemq.benchmark.peer.ServerUnderTest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What rows share: the suites, the settings, and how a load is measured. One per command, used by
 * one thread.
 *
 * @param suites suites under test, the one to compare with first
 * @param settings sizes and times
 * @param workDirectory where homes and stores are made
 * @param clock stamps that messages carry
 * @param progress takes a line now and then for whoever waits
 */
public record Bench(
        List<ServerUnderTest> suites,
        Settings settings,
        Path workDirectory,
        InstantSource clock,
        Consumer<String> progress) {

    /** Share of refused requests above which a round says nothing. */
    private static final double TOLERATED_ERRORS = 0.05;

    /** What a server still does after its last reply, such as indexing, belongs to its messages. */
    private static final Duration AFTERMATH = Duration.ofSeconds(1);

    private static final Duration DISK_LIMIT = Duration.ofSeconds(15);
    private static final long DIRTY_LIMIT_BYTES = 64L << 20;

    /** Copies the list. */
    public Bench {
        suites = List.copyOf(suites);
    }

    /** A load against one server. */
    @FunctionalInterface
    interface Load {
        LoadOutcome run(RunningServers servers) throws IOException;
    }

    /** What is done with all suites while they run. */
    @FunctionalInterface
    interface Work {
        void on(List<RunningServers> servers) throws IOException, InterruptedException;
    }

    /** Starts every suite, does the work and stops them all, whatever happens. */
    void withServers(CorePlan cores, Work work) throws IOException, InterruptedException {
        JvmWish jvm =
                new JvmWish(
                        settings.heap(),
                        cores == CorePlan.ONE_CORE ? 0 : null,
                        settings.extraJvmOptions());
        List<RunningServers> running = new ArrayList<>();
        try {
            for (ServerUnderTest suite : suites) {
                progress.accept("starting " + suite.name());
                running.add(RunningServers.start(suite, workDirectory, jvm));
            }
            if (cores == CorePlan.ONE_CORE) {
                Machine.keepThisProcessOn(Integer.toString(Machine.cores() - 1));
            }
            work.on(running);
        } finally {
            running.forEach(RunningServers::close);
            if (cores == CorePlan.ONE_CORE) {
                Machine.keepThisProcessOn("0-" + (Machine.cores() - 1));
            }
        }
    }

    /** Runs a load and notes what it cost the broker and this process. */
    Measured measure(RunningServers servers, Load load) throws IOException, InterruptedException {
        Machine.awaitQuietDisk(DIRTY_LIMIT_BYTES, DISK_LIMIT);
        ProcessSample clientBefore = Machine.sampleThisProcess();
        ProcessSample before = servers.sampleBroker();
        LoadOutcome outcome = load.run(servers);
        ProcessSample clientAfter = Machine.sampleThisProcess();
        Thread.sleep(AFTERMATH);
        ProcessSample after = servers.sampleBroker();
        Measured measured =
                new Measured(
                        outcome,
                        after.cpuSeconds() - before.cpuSeconds(),
                        after.contextSwitches() - before.contextSwitches(),
                        clientAfter.cpuSeconds() - clientBefore.cpuSeconds(),
                        after);
        progress.accept(servers.suite().name() + ": " + measured.words());
        if (outcome.errors() > TOLERATED_ERRORS * (outcome.messages() + outcome.errors())) {
            throw new IOException(
                    "%s: %d of %d requests failed; first: %s"
                            .formatted(
                                    servers.suite().name(),
                                    outcome.errors(),
                                    outcome.messages() + outcome.errors(),
                                    outcome.firstError()));
        }
        return measured;
    }

    /**
     * Runs a load that is not measured: code gets compiled, files get allocated. Errors are borne.
     */
    void warmUp(RunningServers servers, Load load) throws IOException {
        LoadOutcome outcome = load.run(servers);
        progress.accept(
                "%s warm-up: %,.0f messages/s, %d errors%s"
                        .formatted(
                                servers.suite().name(),
                                outcome.messagesPerSecond(),
                                outcome.errors(),
                                outcome.firstError() == null
                                        ? ""
                                        : " (" + outcome.firstError() + ")"));
    }

    /** Client time for the messages of a run. */
    long bornTimestampMillis() {
        return clock.millis();
    }

    /**
     * A measured run.
     *
     * @param brokerCpuSeconds processor time of the broker, its aftermath included
     * @param brokerSwitches context switches of the broker
     * @param clientCpuSeconds processor time of this process
     * @param brokerAfter the broker's figures afterwards
     */
    record Measured(
            LoadOutcome outcome,
            double brokerCpuSeconds,
            long brokerSwitches,
            double clientCpuSeconds,
            ProcessSample brokerAfter) {

        private static final double MEBI = 1 << 20;

        double cpuPerMillion() {
            return brokerCpuSeconds * 1e6 / outcome.messages();
        }

        /** Enters what a run at full load says. */
        void enterFullLoad(Map<Column, Double> round) {
            round.put(Column.THROUGHPUT, outcome.messagesPerSecond());
            round.put(Column.SERVER_CPU, cpuPerMillion());
            if (outcome.errors() > 0) {
                round.put(
                        Column.REFUSED,
                        outcome.errors() * 1e6 / (outcome.messages() + outcome.errors()));
            }
            round.put(Column.SERVER_SWITCHES, brokerSwitches * 1e3 / outcome.messages());
            round.put(Column.CLIENT_CPU, clientCpuSeconds * 1e6 / outcome.messages());
            round.put(Column.BROKER_RSS, brokerAfter.residentBytes() / MEBI);
            round.put(Column.BROKER_ANONYMOUS, brokerAfter.anonymousBytes() / MEBI);
        }

        /** Enters latencies. */
        void enterLatency(Map<Column, Double> round) {
            round.put(Column.LATENCY_P50, outcome.latencyMicros(50));
            round.put(Column.LATENCY_P99, outcome.latencyMicros(99));
            round.put(Column.LATENCY_P999, outcome.latencyMicros(99.9));
        }

        String words() {
            return "%,.0f messages/s, server CPU %.2f s per million, generator CPU %.2f, p50/p99/p99.9 %.0f/%.0f/%.0f µs, %d errors"
                    .formatted(
                            outcome.messagesPerSecond(),
                            cpuPerMillion(),
                            clientCpuSeconds * 1e6 / outcome.messages(),
                            outcome.latencyMicros(50),
                            outcome.latencyMicros(99),
                            outcome.latencyMicros(99.9),
                            outcome.errors());
        }
    }
}
