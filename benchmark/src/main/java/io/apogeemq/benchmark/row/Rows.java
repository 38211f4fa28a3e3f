package io.apogeemq.benchmark.row;

import java.util.List;

/** All rows there are. */
public final class Rows {

    private Rows() {}

    /** In the order in which they are run and written down. */
    public static List<Row> all() {
        return List.of(
                new SendRow("send-async-1k", CorePlan.SHARED),
                new SendRow("send-async-1k-one-core", CorePlan.ONE_CORE),
                new PullRow("pull-1k", CorePlan.SHARED),
                new PullRow("pull-1k-one-core", CorePlan.ONE_CORE),
                new IdleRow(),
                new StartRow(),
                new RestartRow());
    }
}
