package io.apogeemq.broker.index;

/** One queue of the index. Any thread may ask. */
public interface IndexedQueue {

    /** Takes entries as they are found. */
    @FunctionalInterface
    interface Visitor {

        /**
         * Takes one entry.
         *
         * @param queueOffset ordinal in the queue
         * @param physicalOffset where the record lies
         * @param sizeBytes how long it is
         * @param tagsCode hash of its tag, 0 for none
         * @return whether to go on
         */
        boolean visit(long queueOffset, long physicalOffset, int sizeBytes, long tagsCode);
    }

    String topic();

    int queueId();

    long minOffset();

    /** The offset that the next readable message will have. */
    long maxOffset();

    /**
     * Shows entries in order.
     *
     * @param from first offset wanted
     * @param maxEntries how many at the most
     * @return the offset behind the last entry that was shown
     */
    long read(long from, int maxEntries, Visitor visitor);
}
