package io.apogeemq.broker.schedule;

/** How far one delay level has come. Changed by the thread that steps; others read. */
final class Level {

    private final int number;
    private volatile long next;
    private volatile boolean idle;
    private long recorded;
    private long recordedAtMillis;

    /**
     * @param number from 1
     * @param next first offset of the level's queue that was not delivered
     */
    Level(int number, long next) {
        this.number = number;
        this.next = next;
        this.recorded = next;
    }

    int number() {
        return number;
    }

    long next() {
        return next;
    }

    void next(long offset) {
        next = offset;
    }

    /** Whether nothing waits here, as far as the thread that steps knows. */
    boolean isIdle() {
        return idle;
    }

    void idle(boolean value) {
        idle = value;
    }

    boolean isUnrecorded() {
        return recorded != next;
    }

    /** How long progress has to wait to be recorded, 0 or below when its time has come. */
    long millisUntilRecord(long nowMillis, long intervalMillis) {
        long left = recordedAtMillis + intervalMillis - nowMillis;
        // A clock that was set back must not stop the bookkeeping.
        return left > intervalMillis ? 0 : left;
    }

    void recorded(long offset, long nowMillis) {
        recorded = offset;
        recordedAtMillis = nowMillis;
    }
}
