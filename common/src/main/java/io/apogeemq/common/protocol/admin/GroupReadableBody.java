package io.apogeemq.common.protocol.admin;

import io.apogeemq.common.json.JsonWriter;

/**
 * Whether a group may read a topic, as JSON (code 353). Only brokers write it.
 *
 * @param readable whether it may
 */
public record GroupReadableBody(String group, String topic, boolean readable) {

    /** The body. */
    public byte[] encode() {
        return JsonWriter.classic()
                .beginObject()
                .field("group", group)
                .field("readable", readable)
                .field("topic", topic)
                .endObject()
                .toBytes();
    }
}
