package io.apogeemq.common.route;

import io.apogeemq.common.json.JsonObject;
import io.apogeemq.common.json.JsonWriter;

/**
 * A topic's queues on one broker group, as a route shows them. The components have the names of the
 * wire.
 *
 * @param brokerName the name that master and slaves share
 * @param readQueueNums queues that may be read, from 0
 * @param writeQueueNums queues that may be written, from 0
 * @param perm bits of {@link Permission}
 * @param topicSysFlag 1 unit, 2 unit subscription
 */
public record QueueEntry(
        String brokerName, int readQueueNums, int writeQueueNums, int perm, int topicSysFlag) {
    /** The queues of a definition on a broker. */
    public static QueueEntry of(String brokerName, TopicConfig topic) {
        return new QueueEntry(
                brokerName,
                topic.readQueueNums(),
                topic.writeQueueNums(),
                topic.perm(),
                topic.topicSysFlag());
    }

    public QueueEntry withPerm(int value) {
        return new QueueEntry(brokerName, readQueueNums, writeQueueNums, value, topicSysFlag);
    }

    /** Reads an entry; the last field is taken under its old spelling too. */
    public static QueueEntry read(JsonObject object) {
        return new QueueEntry(
                object.requireText("brokerName"),
                object.intOr("readQueueNums", 0),
                object.intOr("writeQueueNums", 0),
                object.intOr("perm", 0),
                object.intOr("topicSysFlag", object.intOr("topicSynFlag", 0)));
    }

    /** Writes the entry as a value. */
    public void write(JsonWriter json) {
        json.beginObject()
                .field("brokerName", brokerName)
                .field("perm", perm)
                .field("readQueueNums", readQueueNums)
                .field("topicSysFlag", topicSysFlag)
                .field("writeQueueNums", writeQueueNums)
                .endObject();
    }
}
