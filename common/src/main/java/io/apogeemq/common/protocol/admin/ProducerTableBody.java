package io.apogeemq.common.protocol.admin;

import io.apogeemq.common.json.JsonWriter;
import java.util.List;
import java.util.Map;

/**
 * All producers of a broker as JSON (code 328). Only brokers write it.
 *
 * @param groups members by group, in the order to be written
 */
public record ProducerTableBody(Map<String, List<Producer>> groups) {

    /**
     * A connected producer.
     *
     * @param lastUpdateMillis its last sign of life, ms since the epoch
     */
    public record Producer(ClientConnection connection, long lastUpdateMillis) {}

    /** The body. */
    public byte[] encode() {
        JsonWriter json = JsonWriter.classic().beginObject().fieldName("data").beginObject();
        groups.forEach(
                (group, producers) -> {
                    json.fieldName(group).beginArray();
                    for (Producer producer : producers) {
                        ClientConnection connection = producer.connection();
                        json.beginObject()
                                .field("clientId", connection.clientId())
                                .field("language", connection.language())
                                .field("lastUpdateTimestamp", producer.lastUpdateMillis())
                                // Only here the address has a slash in front.
                                .field("remoteIP", "/" + connection.address())
                                .field("version", connection.version())
                                .endObject();
                    }
                    json.endArray();
                });
        return json.endObject().endObject().toBytes();
    }
}
