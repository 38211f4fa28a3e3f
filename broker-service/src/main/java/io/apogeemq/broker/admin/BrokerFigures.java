package io.apogeemq.broker.admin;

/**
 * What the running broker measures of itself, as operators see it. The configuration provides it
 * from the rooms that measure. Any thread may ask; it never blocks, but for the two that say so.
 */
public interface BrokerFigures {

    /** Messages stored since the start. */
    long messagesPut();

    /** Bytes of records stored since the start. */
    long bytesPut();

    /** Sends that failed since the start. */
    long putsFailed();

    /** Messages handed out since the start. */
    long messagesGot();

    /** Reads that found something since the start. */
    long readsFound();

    /** Reads that found nothing since the start. */
    long readsMissed();

    /** First offset of the log. */
    long logStart();

    /** Offset behind the log. */
    long logEnd();

    /** Bytes of the log that are not forced yet. */
    long notForcedBytes();

    /** Bytes of the log that are not indexed yet. */
    long notIndexedBytes();

    /** Store time of the first message in the log, ms since the epoch; -1 when there is none. */
    long earliestStoreMillis();

    /** Where the store lies. */
    String storePath();

    /** Bytes of the disk that the store lies on. May touch the disk. */
    long diskTotalBytes();

    /** Bytes of it that can still be used. May touch the disk. */
    long diskUsableBytes();
}
