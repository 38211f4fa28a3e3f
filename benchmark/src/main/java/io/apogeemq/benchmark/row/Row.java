package io.apogeemq.benchmark.row;

import java.io.IOException;

/** One workload that all suites under test are put through. */
public interface Row {

    /** Name on the command line and in the document. */
    String name();

    /** What is done and measured, in a sentence or two for the reader of the table. */
    String purpose();

    /**
     * Whether it is only run when it is asked for, because whatever else runs spoils its figures.
     */
    default boolean wantsTheMachineToItself() {
        return false;
    }

    /** Runs it on every suite, in alternating rounds; ends within three minutes on two cores. */
    SideBySide run(Bench bench) throws IOException, InterruptedException;
}
