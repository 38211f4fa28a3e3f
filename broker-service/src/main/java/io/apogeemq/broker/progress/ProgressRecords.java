package io.apogeemq.broker.progress;

import io.apogeemq.broker.state.ValueReader;
import io.apogeemq.broker.state.ValueWriter;
import java.util.List;

/**
 * The records of progress.
 *
 * <table>
 *   <caption>Kind 1, values: repeated to the record's end, since version 1</caption>
 *   <tr><th>type</th><th>name</th><th>meaning</th></tr>
 *   <tr><td>text</td><td>group</td><td>consumer group</td></tr>
 *   <tr><td>text</td><td>topic</td><td>topic</td></tr>
 *   <tr><td>int32</td><td>count</td><td>how many of the next three follow</td></tr>
 *   <tr><td>int32</td><td>queue</td><td>queue id</td></tr>
 *   <tr><td>int64</td><td>offset</td><td>next offset to consume</td></tr>
 *   <tr><td>int64</td><td>reset</td><td>reset that was not handed out yet, -1 for none</td></tr>
 * </table>
 *
 * Kind 2 is a group and kind 3 a topic, one text, whose progress was dropped altogether.
 */
final class ProgressRecords {

    static final int VALUES = 1;
    static final int GROUP_DROPPED = 2;
    static final int TOPIC_DROPPED = 3;

    /** A record is closed when the next value might take it beyond this. */
    static final int MAX_RECORD_BYTES = 32 * 1024;

    private static final int VALUE_BYTES = Integer.BYTES + 2 * Long.BYTES;

    /** What is recorded of a queue. */
    record Value(int queueId, long offset, long reset) {}

    /** Takes the values of a record one by one. */
    @FunctionalInterface
    interface ValueSink {
        void take(String group, String topic, Value value);
    }

    private ProgressRecords() {}

    /**
     * Adds as many values as fit.
     *
     * @param values at least one
     * @return how many were added from the front; 0 when the writer has no room for even one
     */
    static int add(ValueWriter writer, String group, String topic, List<Value> values) {
        int head = 2 * Short.BYTES + Integer.BYTES + 3 * (group.length() + topic.length());
        int room = (MAX_RECORD_BYTES - writer.size() - head) / VALUE_BYTES;
        int count = Math.min(Math.max(room, writer.size() == 0 ? 1 : 0), values.size());
        if (count == 0) {
            return 0;
        }
        writer.putText(group).putText(topic).putInt(count);
        for (Value value : values.subList(0, count)) {
            writer.putInt(value.queueId()).putLong(value.offset()).putLong(value.reset());
        }
        return count;
    }

    static void read(ValueReader reader, ValueSink sink) {
        while (reader.hasMore()) {
            String group = reader.takeText();
            String topic = reader.takeText();
            int count = reader.takeInt();
            for (int i = 0; i < count; i++) {
                sink.take(
                        group,
                        topic,
                        new Value(reader.takeInt(), reader.takeLong(), reader.takeLong()));
            }
        }
    }
}
