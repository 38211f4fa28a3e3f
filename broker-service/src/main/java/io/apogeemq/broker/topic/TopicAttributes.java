package io.apogeemq.broker.topic;

/** The attributes that a topic may have. */
final class TopicAttributes {

    static final String MESSAGE_TYPE = "message.type";
    static final String MIXED = "MIXED";

    private static final long MAX_LITE_EXPIRATION_MINUTES = 30L * 24 * 60;

    /** All of them. */
    static final AttributeTable TABLE =
            new AttributeTable("topic")
                    .words("queue.type", false, "SimpleCQ", "BatchCQ")
                    .words("cleanup.policy", false, "DELETE", "COMPACTION")
                    .words(
                            MESSAGE_TYPE,
                            true,
                            "NORMAL",
                            "FIFO",
                            "DELAY",
                            "TRANSACTION",
                            "PRIORITY",
                            "LITE",
                            MIXED,
                            "UNSPECIFIED")
                    .number("reserve.time", -1, Long.MAX_VALUE)
                    .number("lite.topic.expiration", -1, MAX_LITE_EXPIRATION_MINUTES);

    private TopicAttributes() {}
}
