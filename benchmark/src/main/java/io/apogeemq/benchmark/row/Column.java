package io.apogeemq.benchmark.row;

import java.util.Locale;

/** The figures that rows may give, in the order of the table. */
enum Column {
    THROUGHPUT("messages/s", 0),
    REFUSED("refused requests per million", 0),
    SERVER_CPU("server CPU, s per million", 2),
    SERVER_SWITCHES("server context switches per 1000", 1),
    CLIENT_CPU("load generator CPU, s per million", 2),
    LATENCY_P50("p50, µs", 0),
    LATENCY_P99("p99, µs", 0),
    LATENCY_P999("p99.9, µs", 0),
    RATE_CPU("server CPU at that rate, s per million", 2),
    NAME_SERVER_CPU_PERCENT("NameServer CPU, % of a core", 2),
    BROKER_CPU_PERCENT("broker CPU, % of a core", 2),
    NAME_SERVER_SWITCHES("NameServer context switches/s", 0),
    BROKER_SWITCHES("broker context switches/s", 0),
    NAME_SERVER_RSS("NameServer RSS, MiB", 0),
    BROKER_RSS("broker RSS, MiB", 0),
    BROKER_ANONYMOUS("broker RSS without mapped files, MiB", 0),
    NAME_SERVER_START("NameServer start to serving, s", 2),
    BROKER_START("broker start to serving, s", 2),
    NAME_SERVER_START_CPU("NameServer CPU until it is measured, s", 2),
    BROKER_START_CPU("broker CPU until it is measured, s", 2),
    NAME_SERVER_STOP("NameServer stop, s", 2),
    BROKER_STOP("broker stop, s", 2);

    private final String title;
    private final int decimals;

    Column(String title, int decimals) {
        this.title = title;
        this.decimals = decimals;
    }

    String title() {
        return title;
    }

    String format(double value) {
        return String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }
}
