package io.apogeemq.broker.topic;

import io.apogeemq.broker.state.ValueReader;
import io.apogeemq.broker.state.ValueWriter;
import io.apogeemq.common.route.DataVersion;
import io.apogeemq.common.route.TopicConfig;
import io.apogeemq.common.route.TopicFilterType;
import java.util.Map;
import java.util.TreeMap;

/**
 * The records of topics.
 *
 * <table>
 *   <caption>Kind 1, a topic as it is now, since version 1</caption>
 *   <tr><th>type</th><th>name</th><th>meaning</th></tr>
 *   <tr><td>int64</td><td>timestamp</td><td>of the table's version with it, ms since the epoch</td></tr>
 *   <tr><td>int64</td><td>counter</td><td>of that version</td></tr>
 *   <tr><td>text</td><td>topic</td><td>name</td></tr>
 *   <tr><td>int32</td><td>read</td><td>queues to read from</td></tr>
 *   <tr><td>int32</td><td>write</td><td>queues to write to</td></tr>
 *   <tr><td>int32</td><td>perm</td><td>1 template, 2 write, 4 read</td></tr>
 *   <tr><td>text</td><td>filter</td><td>SINGLE_TAG or MULTI_TAG</td></tr>
 *   <tr><td>int32</td><td>flags</td><td>1 unit, 2 unit subscription</td></tr>
 *   <tr><td>byte</td><td>order</td><td>1 for an order topic</td></tr>
 *   <tr><td>int32</td><td>count</td><td>how many attributes follow, each as two texts, by name</td></tr>
 * </table>
 *
 * Kind 2 is a topic that was deleted: timestamp, counter, name.
 */
final class TopicRecords {

    static final int TOPIC = 1;
    static final int DELETED = 2;

    private TopicRecords() {}

    static ValueWriter topic(DataVersion version, TopicConfig topic) {
        ValueWriter writer =
                version(version)
                        .putText(topic.topicName())
                        .putInt(topic.readQueueNums())
                        .putInt(topic.writeQueueNums())
                        .putInt(topic.perm())
                        .putText(topic.topicFilterType().name())
                        .putInt(topic.topicSysFlag())
                        .putBoolean(topic.order())
                        .putInt(topic.attributes().size());
        new TreeMap<>(topic.attributes())
                .forEach((name, value) -> writer.putText(name).putText(value));
        return writer;
    }

    static ValueWriter deleted(DataVersion version, String topic) {
        return version(version).putText(topic);
    }

    private static ValueWriter version(DataVersion version) {
        return new ValueWriter().putLong(version.timestamp()).putLong(version.counter());
    }

    static DataVersion readVersion(ValueReader reader) {
        return new DataVersion(0, reader.takeLong(), reader.takeLong());
    }

    static TopicConfig readTopic(ValueReader reader) {
        String name = reader.takeText();
        int read = reader.takeInt();
        int write = reader.takeInt();
        int perm = reader.takeInt();
        String filter = reader.takeText();
        int flags = reader.takeInt();
        boolean order = reader.takeBoolean();
        Map<String, String> attributes = new TreeMap<>();
        for (int left = reader.takeInt(); left > 0; left--) {
            attributes.put(reader.takeText(), reader.takeText());
        }
        return new TopicConfig(
                name,
                read,
                write,
                perm,
                filter.equals(TopicFilterType.MULTI_TAG.name())
                        ? TopicFilterType.MULTI_TAG
                        : TopicFilterType.SINGLE_TAG,
                flags,
                order,
                attributes);
    }
}
