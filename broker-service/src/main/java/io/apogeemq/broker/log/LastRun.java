package io.apogeemq.broker.log;

/**
 * How the process that had the store before has left it, as far as the store tells.
 *
 * @param stop how it ended
 * @param recordCrc whether each record that it wrote ends with a record CRC
 */
public record LastRun(Stop stop, boolean recordCrc) {

    /** What is assumed where the store does not tell: whatever was not forced may be lost. */
    public static final LastRun UNKNOWN = new LastRun(Stop.MACHINE_DOWN, true);

    /** How a process ends. */
    public enum Stop {
        /** It stopped as it should, or there was none. */
        CLEAN,
        /** It was killed; the machine has run on since, so nothing in memory was lost. */
        KILLED,
        /** It ended with the machine: what was not forced may be lost. */
        MACHINE_DOWN,
        /** It was another product's broker, and it ended somehow. */
        FOREIGN
    }
}
