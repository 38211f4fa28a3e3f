package io.apogeemq.common.message;

import java.util.Set;

/**
 * The names of properties that mean something to clients, brokers or proxies. Any other name is the
 * application's own: stored, and visible to SQL filters. The values are the protocol's.
 */
public final class PropertyKeys {

    // Business keys.

    /** Blank-separated business keys, each of which is indexed. Set by the application. */
    public static final String KEYS = "KEYS";

    /** One tag; {@link TagHash} of it goes to the queue index. Set by the application. */
    public static final String TAGS = "TAGS";

    /**
     * {@code true} or {@code false}: whether the answer waits for flush and replication. Set by the
     * client.
     */
    public static final String WAIT = "WAIT";

    /**
     * The client's message id, {@link UniqueKey}; indexed. Set by the client, by the broker if
     * missing.
     */
    public static final String UNIQ_KEY = "UNIQ_KEY";

    /** The producer group, for transaction checks and traces. Set by the client. */
    public static final String PGROUP = "PGROUP";

    /** Namespace instance. Set by the client. */
    public static final String INSTANCE_ID = "INSTANCE_ID";

    /** Legacy, stored only. Set by the application. */
    public static final String BUYER_ID = "BUYER_ID";

    /** Order key; marks the message as FIFO. Set by the client. */
    public static final String SHARDING_KEY = "__SHARDINGKEY";

    /** From 0 up, picks the queue of a priority topic. Set by the client. */
    public static final String PRIORITY = "_SYS_MSG_PRIORITY_";

    /** Lite topic's name. Set by the client or the proxy. */
    public static final String LITE_TOPIC = "__LITE_TOPIC";

    /** Trace id, stored only. Set by the client or the proxy. */
    public static final String TRACE_CONTEXT = "TRACE_CONTEXT";

    /** Stored only. Set by various senders. */
    public static final String EXTEND_UNIQ_INFO = "EXTEND_UNIQ_INFO";

    /** Stored only. Set by various senders. */
    public static final String DUP_INFO = "DUP_INFO";

    /** Stored only. Set by various senders. */
    public static final String MQ2_FLAG = "MQ2_FLAG";

    /** Stored only. Set by various senders. */
    public static final String CORRECTION_FLAG = "CORRECTION_FLAG";

    /** Stored only. Set by various senders. */
    public static final String REDIRECT = "REDIRECT";

    /** Stored only. Set by various senders. */
    public static final String FORWARD_QUEUE_ID = "PROPERTY_FORWARD_QUEUE_ID";

    /** Copied from another cluster: the proxy skips the type check. Set by tools. */
    public static final String TRANSFER_FLAG = "TRANSFER_FLAG";

    /** The original born host when a proxy sent the message. Set by the proxy. */
    public static final String BORN_HOST = "__BORNHOST";

    /** The original born time when a proxy sent the message. Set by the proxy. */
    public static final String BORN_TIMESTAMP = "BORN_TIMESTAMP";

    // Added by the broker on send.

    /** The broker's region. Set by the broker. */
    public static final String MSG_REGION = "MSG_REGION";

    /** The broker's trace switch, {@code true} or {@code false}. Set by the broker. */
    public static final String TRACE_ON = "TRACE_ON";

    /** The cluster's name, on single sends. Set by the broker. */
    public static final String CLUSTER = "CLUSTER";

    /**
     * Light queues that also index the record, comma separated. Set by the broker, by MQTT-like
     * clients too.
     */
    public static final String INNER_MULTI_DISPATCH = "INNER_MULTI_DISPATCH";

    /** Offsets in those queues, in the same order. Set by the broker. */
    public static final String INNER_MULTI_QUEUE_OFFSET = "INNER_MULTI_QUEUE_OFFSET";

    /** Number of messages of an inner batch. Set by the broker. */
    public static final String INNER_NUM = "INNER_NUM";

    /** Queue offset of an inner batch's first message. Set by the broker. */
    public static final String INNER_BASE = "INNER_BASE";

    /**
     * The record's checksum, {@link RecordLayout}; removed from what clients send. Set by the
     * broker.
     */
    public static final String RECORD_CRC = "__CRC32#";

    // Delay and timer.

    /** Delay level; stays in the delivered message. Set by the client. */
    public static final String DELAY = "DELAY";

    /** Delay in seconds. Set by the client. */
    public static final String TIMER_DELAY_SEC = "TIMER_DELAY_SEC";

    /** Delay in milliseconds. Set by the client. */
    public static final String TIMER_DELAY_MS = "TIMER_DELAY_MS";

    /** Delivery time in milliseconds since the epoch. Set by the client or the proxy. */
    public static final String TIMER_DELIVER_MS = "TIMER_DELIVER_MS";

    /** Effective delivery time; its presence stops a second diversion. Set by the broker. */
    public static final String TIMER_OUT_MS = "TIMER_OUT_MS";

    /** When the timer took the message. Set by the broker. */
    public static final String TIMER_ENQUEUE_MS = "TIMER_ENQUEUE_MS";

    /** When the timer let go of the message. Set by the broker. */
    public static final String TIMER_DEQUEUE_MS = "TIMER_DEQUEUE_MS";

    /** How often a long timer was rolled on. Set by the broker. */
    public static final String TIMER_ROLL_TIMES = "TIMER_ROLL_TIMES";

    /** Marks a rolled timer. Set by the broker. */
    public static final String TIMER_ROLL_LABEL = "TIMER_ROLL_LABEL";

    /** The delay level that a timer message stands for. Set by the broker. */
    public static final String TIMER_DELAY_LEVEL = "TIMER_DELAY_LEVEL";

    /** Unique key of the timer that a recall deletes. Set by the broker or the proxy. */
    public static final String TIMER_DELETE_UNIQUE_KEY = "TIMER_DEL_UNIQKEY";

    /** Which engine keeps the timer: {@code R} or {@code F}. Set by the broker. */
    public static final String TIMER_ENGINE = "E_T";

    /** The topic that a diverted message goes to in the end. Set by the broker. */
    public static final String REAL_TOPIC = "REAL_TOPIC";

    /** The queue that a diverted message goes to in the end. Set by the broker. */
    public static final String REAL_QUEUE_ID = "REAL_QID";

    // Transactions.

    /** {@code true}: a half message; still there after the commit. Set by the client. */
    public static final String TRANSACTION_PREPARED = "TRAN_MSG";

    /** The transaction's id, equal to the unique key. Set by the client. */
    public static final String TRANSACTION_ID = "__transactionId__";

    /** Time before the first check. Set by the application. */
    public static final String CHECK_IMMUNITY_SECONDS = "CHECK_IMMUNITY_TIME_IN_SECONDS";

    /** How often the producer was asked. Set by the broker. */
    public static final String TRANSACTION_CHECK_TIMES = "TRANSACTION_CHECK_TIMES";

    /** Queue offset of the half message's first copy. Set by the broker. */
    public static final String TRANSACTION_PREPARED_QUEUE_OFFSET = "TRAN_PREPARED_QUEUE_OFFSET";

    /** Legacy. Set by the broker. */
    public static final String TRANSACTION_OFFSET = "TRANS_OFFSET";

    // Consumption and retry.

    /** The original topic of a retried message. Set by the broker or the consumer. */
    public static final String RETRY_TOPIC = "RETRY_TOPIC";

    /** Offset id of the first copy. Set by the broker or the consumer. */
    public static final String ORIGIN_MESSAGE_ID = "ORIGIN_MESSAGE_ID";

    /** The group of a pop retry copy. Set by the broker. */
    public static final String ORIGIN_GROUP = "ORIGIN_GROUP";

    /** Carried by retry sends of clients, moved to the header. Set by the consumer. */
    public static final String RECONSUME_TIME = "RECONSUME_TIME";

    /** Carried by retry sends of clients, moved to the header. Set by the consumer. */
    public static final String MAX_RECONSUME_TIMES = "MAX_RECONSUME_TIMES";

    /** Local to the client. Set by the consumer. */
    public static final String CONSUME_START_TIME = "CONSUME_START_TIME";

    /** Local to the client. Set by the consumer. */
    public static final String MIN_OFFSET = "MIN_OFFSET";

    /** Local to the client. Set by the consumer. */
    public static final String MAX_OFFSET = "MAX_OFFSET";

    /**
     * What a pop client gives back to acknowledge; removed from what clients send. Set by the
     * broker.
     */
    public static final String POP_CHECKPOINT = "POP_CK";

    /** Legacy. */
    public static final String POP_CHECKPOINT_OFFSET = "POP_CK_OFFSET";

    /** Time of the first pop, milliseconds. Set by the broker or the consumer. */
    public static final String FIRST_POP_TIME = "1ST_POP_TIME";

    /** Where a dead letter came from. Set by the broker. */
    public static final String DEAD_LETTER_ORIGIN_TOPIC = "DLQ_ORIGIN_TOPIC";

    /** Id of the message that became a dead letter. Set by the broker. */
    public static final String DEAD_LETTER_ORIGIN_MESSAGE_ID = "DLQ_ORIGIN_MESSAGE_ID";

    /** Names that begin so are local to a client and never stored. Set by the consumer. */
    public static final String TRANSIENT_PREFIX = "__RMQ.TRANSIENT.";

    /** Local to the client. Set by the consumer. */
    public static final String TRANSIENT_TOPIC_SYS_FLAG = "__RMQ.TRANSIENT.TOPIC_SYS_FLAG";

    /** Local to the client. Set by the consumer. */
    public static final String TRANSIENT_GROUP_SYS_FLAG = "__RMQ.TRANSIENT.GROUP_SYS_FLAG";

    // Request and reply.

    /** Matches a reply to its request. Set by the client. */
    public static final String CORRELATION_ID = "CORRELATION_ID";

    /** Client id of the requester. Set by the client. */
    public static final String REPLY_TO_CLIENT = "REPLY_TO_CLIENT";

    /** The request's timeout, milliseconds. Set by the client. */
    public static final String TTL = "TTL";

    /** {@code reply} on replies. Set by the client. */
    public static final String MESSAGE_TYPE = "MSG_TYPE";

    /** When the broker pushed the reply. Set by the broker. */
    public static final String PUSH_REPLY_TIME = "PUSH_REPLY_TIME";

    /** Local to the client. Set by the client. */
    public static final String ARRIVE_TIME = "ARRIVE_TIME";

    /** Every name above: none of them is a user's property. */
    public static final Set<String> RESERVED =
            Set.of(
                    KEYS,
                    TAGS,
                    WAIT,
                    UNIQ_KEY,
                    PGROUP,
                    INSTANCE_ID,
                    BUYER_ID,
                    SHARDING_KEY,
                    PRIORITY,
                    LITE_TOPIC,
                    TRACE_CONTEXT,
                    EXTEND_UNIQ_INFO,
                    DUP_INFO,
                    MQ2_FLAG,
                    CORRECTION_FLAG,
                    REDIRECT,
                    FORWARD_QUEUE_ID,
                    TRANSFER_FLAG,
                    BORN_HOST,
                    BORN_TIMESTAMP,
                    MSG_REGION,
                    TRACE_ON,
                    CLUSTER,
                    INNER_MULTI_DISPATCH,
                    INNER_MULTI_QUEUE_OFFSET,
                    INNER_NUM,
                    INNER_BASE,
                    RECORD_CRC,
                    DELAY,
                    TIMER_DELAY_SEC,
                    TIMER_DELAY_MS,
                    TIMER_DELIVER_MS,
                    TIMER_OUT_MS,
                    TIMER_ENQUEUE_MS,
                    TIMER_DEQUEUE_MS,
                    TIMER_ROLL_TIMES,
                    TIMER_ROLL_LABEL,
                    TIMER_DELAY_LEVEL,
                    TIMER_DELETE_UNIQUE_KEY,
                    TIMER_ENGINE,
                    REAL_TOPIC,
                    REAL_QUEUE_ID,
                    TRANSACTION_PREPARED,
                    TRANSACTION_ID,
                    CHECK_IMMUNITY_SECONDS,
                    TRANSACTION_CHECK_TIMES,
                    TRANSACTION_PREPARED_QUEUE_OFFSET,
                    TRANSACTION_OFFSET,
                    RETRY_TOPIC,
                    ORIGIN_MESSAGE_ID,
                    ORIGIN_GROUP,
                    RECONSUME_TIME,
                    MAX_RECONSUME_TIMES,
                    CONSUME_START_TIME,
                    MIN_OFFSET,
                    MAX_OFFSET,
                    POP_CHECKPOINT,
                    POP_CHECKPOINT_OFFSET,
                    FIRST_POP_TIME,
                    DEAD_LETTER_ORIGIN_TOPIC,
                    DEAD_LETTER_ORIGIN_MESSAGE_ID,
                    TRANSIENT_TOPIC_SYS_FLAG,
                    TRANSIENT_GROUP_SYS_FLAG,
                    CORRELATION_ID,
                    REPLY_TO_CLIENT,
                    TTL,
                    MESSAGE_TYPE,
                    PUSH_REPLY_TIME,
                    ARRIVE_TIME);

    /**
     * What a client may carry from a delivered message into a new one, but must not store: it would
     * forge the broker's bookkeeping.
     */
    public static final Set<String> REMOVED_FROM_CLIENT_INPUT = Set.of(RECORD_CRC, POP_CHECKPOINT);

    private PropertyKeys() {}
}
